using ConsulRender.Templating.Nodes;
using ConsulRender.Templating.Values;
using Fluid;
using Fluid.Values;

namespace ConsulRender.Templating.Filters;

/// <summary><c>ternary: a, b</c>: a when the input holds as a condition, otherwise b.</summary>
internal static class TernaryFilter
{
    // The choice of what Consul has not told yet is not known either.
    internal static FluidValue Apply(FluidValue input, FilterArguments arguments, RenderState state) =>
        input is MissingValue ? input : arguments.At(input.ToBooleanValue() ? 0 : 1);
}
