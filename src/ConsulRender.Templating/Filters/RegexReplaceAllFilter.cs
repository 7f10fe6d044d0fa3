using ConsulRender.Templating.Nodes;
using ConsulRender.Templating.Values;
using Fluid;
using Fluid.Values;

namespace ConsulRender.Templating.Filters;

/// <summary><c>regex_replace_all: pattern, replacement</c>: every match replaced; <c>$1</c> and <c>${name}</c> stand for groups.</summary>
internal static class RegexReplaceAllFilter
{
    internal static FluidValue Apply(FluidValue input, FilterArguments arguments, RenderState state)
    {
        var text = PlainText.Printed(input);
        var replaced = state.Patterns.Get(arguments.At(0).ToText()).ReplaceAll(text, arguments.At(1).ToText());
        return ReferenceEquals(replaced, text) && input is StringValue ? input : StringValue.Create(replaced);
    }
}
