using ConsulRender.Consul;
using ConsulRender.Templating.Parsing;
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

    /// <summary>The items with those of the lists among them in their place.</summary>
    internal static IReadOnlyList<FluidValue> Flattened(IReadOnlyList<FluidValue> items)
    {
        if (items is RangeValue || !items.Any(IsList))
        {
            return items;
        }

        // A list may hold lists as deep as a template builds them.
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        var flat = new List<FluidValue>();
        foreach (var item in items)
        {
            if (IsList(item))
            {
                var inner = Flattened(Items(item));
                RefuseLong(flat.Count + inner.Count);
                flat.AddRange(inner);
            }
            else
            {
                flat.Add(item);
            }
        }

        return flat;
    }

    /// <exception cref="ArgumentException">A list of so many items is longer than any that may be made.</exception>
    internal static void RefuseLong(long count)
    {
        if (count > Limits.RangeLength)
        {
            throw new ArgumentException($"the list is longer than {Limits.RangeLength} items");
        }
    }

    internal static bool IsList(FluidValue value) => value is ArrayValue or RangeValue;
}
