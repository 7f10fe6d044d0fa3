using ConsulRender.Templating.Parsing;
using Fluid.Values;

namespace ConsulRender.Templating.Values;

/// <summary>
/// How deep a value nests and how many values it holds, counted once for each place where it is printed: maps share their parts, so
/// a small template could otherwise make one that no machine can print.
/// </summary>
internal readonly record struct ValueSize(int Depth, long Items)
{
    // A record's members are known and few.
    private static ValueSize OfRecord => new(3, 1);

    internal bool IsTooLarge => Items > Limits.RangeLength + 1;

    internal static ValueSize Of(FluidValue value) => value switch
    {
        MapValue map => map.Size,
        ArrayValue array => OfItems(array.Values),
        RangeValue range => new ValueSize(1, range.Count),
        RecordValue => OfRecord,
        _ => new ValueSize(0, 1),
    };

    /// <exception cref="ArgumentException">A list or map of this size would nest too deep or be too large.</exception>
    internal void RefuseTooMuch(string what)
    {
        if (Depth > BuiltMapValue.MostNesting)
        {
            throw new ArgumentException($"{what}s are nested more than {BuiltMapValue.MostNesting} deep");
        }

        if (Items > Limits.RangeLength)
        {
            throw new ArgumentException($"the {what} would hold more than {Limits.RangeLength} values");
        }
    }

    internal static ValueSize OfItems(IEnumerable<FluidValue> values)
    {
        var (depth, items) = (0, 1L);
        foreach (var value in values)
        {
            var size = Of(value);
            (depth, items) = (Math.Max(depth, size.Depth), items + size.Items);
            if (items > Limits.RangeLength + 1)
            {
                // Too large is too large, and counting on could take for ever.
                break;
            }
        }

        return new ValueSize(depth + 1, items);
    }
}
