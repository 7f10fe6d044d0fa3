using ConsulRender.Templating.Nodes;
using ConsulRender.Templating.Values;
using Fluid;
using Fluid.Values;

namespace ConsulRender.Templating.Filters;

/// <summary><c>to_json</c>: any value as JSON on one line.</summary>
internal static class ToJsonFilter
{
    internal static FluidValue Apply(FluidValue input, FilterArguments arguments, RenderState state) =>
        StringValue.Create(JsonText.Of(input));
}
