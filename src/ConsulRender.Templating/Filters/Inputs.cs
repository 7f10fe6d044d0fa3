using ConsulRender.Templating.Values;
using Fluid.Values;

namespace ConsulRender.Templating.Filters;

/// <summary>What filters that want lists and maps demand of their input and arguments, with one wording for all refusals.</summary>
internal static class Inputs
{
    /// <summary>A list; nil counts as an empty one.</summary>
    internal static IReadOnlyList<FluidValue> List(FluidValue value) => Lists.IsList(value) || value is BaseNilValue or EmptyValue or BlankValue
        ? Lists.Items(value)
        : throw new ArgumentException($"a list is wanted here, not {ValueText.KindOf(value)}");

    /// <summary>A map; nil counts as an empty one, so that templates can begin with nothing.</summary>
    internal static MapValue Map(FluidValue value) => value switch
    {
        MapValue map => map,
        BaseNilValue or EmptyValue or BlankValue => BuiltMapValue.Empty,
        _ => throw new ArgumentException($"a map is wanted here, not {ValueText.KindOf(value)}"),
    };
}
