using ConsulRender.Consul;
using Fluid.Values;

namespace ConsulRender.Templating.Values;

/// <summary>Lists as templates see them, and what may be looped over.</summary>
internal static class Lists
{
    internal static ArrayValue Of(EquatableList<string> texts) => Of<string>(texts, StringValue.Create);

    internal static ArrayValue Of<T>(EquatableList<T> items, Func<T, FluidValue> wrap)
    {
        if (items.Count == 0)
        {
            return ArrayValue.Empty;
        }

        var values = new FluidValue[items.Count];
        for (var index = 0; index < values.Length; index++)
        {
            values[index] = wrap(items[index]);
        }

        return new ArrayValue(values);
    }

    /// <summary>The items of a list, the pairs of a map, nothing for nil, and anything else as the only item.</summary>
    internal static IReadOnlyList<FluidValue> Items(FluidValue value) => value switch
    {
        ArrayValue array => array.Values,
        RangeValue range => range,
        MapValue map => [.. map.Enumerate(null!)],
        BaseNilValue or EmptyValue or BlankValue => [],
        _ => [value],
    };

    internal static bool IsList(FluidValue value) => value is ArrayValue or RangeValue;
}
