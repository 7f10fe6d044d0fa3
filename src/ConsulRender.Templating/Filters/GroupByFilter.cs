using ConsulRender.Templating.Nodes;
using ConsulRender.Templating.Values;
using Fluid;
using Fluid.Values;

namespace ConsulRender.Templating.Filters;

/// <summary><c>group_by: field</c>: the items by the text of a field, in the order of these texts; nil is the empty text.</summary>
internal static class GroupByFilter
{
    internal static FluidValue Apply(FluidValue input, FilterArguments arguments, RenderState state)
    {
        var field = PlainText.Of(arguments.At(0));
        var groups = new GroupsValue();
        foreach (var item in ListFilters.Items(input))
        {
            groups.Add(PlainText.Of(Fields.Of(item, field)), item);
        }

        return groups;
    }
}
