using ConsulRender.Templating.Nodes;
using ConsulRender.Templating.Values;
using Fluid;
using Fluid.Values;

namespace ConsulRender.Templating.Filters;

/// <summary><c>regex_match: pattern</c>: whether the pattern is found anywhere in the text.</summary>
internal static class RegexMatchFilter
{
    internal static FluidValue Apply(FluidValue input, FilterArguments arguments, RenderState state) =>
        BooleanValue.Create(state.Patterns.Get(arguments.At(0).ToText()).IsMatch(PlainText.Printed(input)));
}
