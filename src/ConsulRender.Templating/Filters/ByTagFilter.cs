using ConsulRender.Consul;
using ConsulRender.Templating.Nodes;
using ConsulRender.Templating.Values;
using Fluid;
using Fluid.Values;

namespace ConsulRender.Templating.Filters;

/// <summary><c>by_tag</c>: instances or services by each of their tags.</summary>
internal static class ByTagFilter
{
    internal static FluidValue Apply(FluidValue input, FilterArguments arguments, RenderState state)
    {
        var groups = new GroupsValue();
        foreach (var item in Lists.Items(input))
        {
            foreach (var tag in TagsOf(item))
            {
                groups.Add(tag, item);
            }
        }

        return groups;
    }

    private static EquatableList<string> TagsOf(FluidValue item) => item.ToObjectValue() switch
    {
        ServiceInstance instance => instance.Tags,
        ServiceName service => service.Tags,
        _ => throw new ArgumentException($"the list holds {ValueText.KindOf(item)}, which has no tags"),
    };
}
