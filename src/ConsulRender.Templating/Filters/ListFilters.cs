using System.Globalization;
using System.Text;
using ConsulRender.Templating.Values;
using Fluid;
using Fluid.Values;

namespace ConsulRender.Templating.Filters;

/// <summary>Liquid's filters on lists; a single value counts as a list of one.</summary>
internal static class ListFilters
{
    internal static IReadOnlyList<string> Names { get; } =
    [
        "compact", "concat", "find", "find_index", "first", "has", "join", "last", "map", "push", "reject", "reverse", "size", "slice", "sort",
        "sort_by_number", "sort_natural", "sum", "uniq", "where",
    ];

    internal static FilterDefinition? Find(string name) => FindSelecting(name) ?? FindOrdering(name) ?? FindOther(name);

    // Only a loop takes a map apart; a filter sees one value. Lists in the list are one list, as in Liquid.
    internal static IReadOnlyList<FluidValue> Items(FluidValue input) => input is MapValue ? [input] : Lists.Flattened(Lists.Items(input));

    /// <summary>The items in the order of a field, or of themselves; what is equal keeps its order.</summary>
    internal static ArrayValue Sorted(
        FluidValue input, FilterArguments arguments, IComparer<FluidValue> order, Func<FluidValue, FluidValue>? rank = null) =>
        new([.. Items(input).OrderBy(item => rank is null ? Key(item, arguments) : rank(Key(item, arguments)), order)]);

    private static FilterDefinition? FindSelecting(string name) => name switch
    {
        "compact" => new((input, arguments, _) => Filtered(input, item => Key(item, arguments) is not BaseNilValue), 0, 1),
        "find" => new((input, arguments, _) => Items(input).FirstOrDefault(item => Matches(item, arguments)) ?? NilValue.Instance, 1, 2),
        "find_index" => new((input, arguments, _) => FindIndex(input, arguments), 1, 2),
        "has" => new((input, arguments, _) => BooleanValue.Create(Items(input).Any(item => Matches(item, arguments))), 1, 2),
        "reject" => new((input, arguments, _) => Filtered(input, item => !Matches(item, arguments)), 1, 2),
        "uniq" => new((input, arguments, _) => new ArrayValue([.. Items(input).DistinctBy(item => Key(item, arguments))]), 0, 1),
        "where" => new((input, arguments, _) => Filtered(input, item => Matches(item, arguments)), 1, 2),
        _ => null,
    };

    private static FilterDefinition? FindOrdering(string name) => name switch
    {
        "reverse" => new((input, _, _) => new ArrayValue([.. Items(input).Reverse()]), 0, 0),
        "sort" => new((input, arguments, _) => Sorted(input, arguments, ValueOrder.Exact), 0, 1),
        "sort_by_number" => new((input, arguments, _) => Sorted(input, arguments, ValueOrder.Exact, NumberOf), 0, 1),
        "sort_natural" => new((input, arguments, _) => Sorted(input, arguments, ValueOrder.IgnoringCase), 0, 1),
        _ => null,
    };

    private static FilterDefinition? FindOther(string name) => name switch
    {
        "concat" => new((input, arguments, _) => Concat(input, arguments.At(0)), 1, 1),
        "first" => new((input, _, _) => Members.Find(input, "first", "first") ?? NilValue.Instance, 0, 0),
        "join" => new((input, arguments, _) => Join(input, arguments.Count > 0 ? PlainText.Printed(arguments.At(0)) : " "), 0, 1),
        "last" => new((input, _, _) => Members.Find(input, "last", "last") ?? NilValue.Instance, 0, 0),
        "map" => new((input, arguments, _) => new ArrayValue([.. Items(input).Select(item => Key(item, arguments))]), 1, 1),
        "push" => new((input, arguments, _) => Push(Inputs.List(input), arguments.At(0)), 1, 1),
        "size" => new((input, _, _) => HasSize(input) ? Members.Find(input, "size", "size")! : Numbers.Of(0), 0, 0),
        "slice" => new((input, arguments, _) => Slice(input, arguments), 1, 2),
        "sum" => new((input, arguments, _) => Numbers.Of(Sum(input, arguments)), 0, 1),
        _ => null,
    };

    private static bool HasSize(FluidValue value) => value is StringValue or ArrayValue or RangeValue or MapValue;

    private static FluidValue Key(FluidValue item, FilterArguments arguments) =>
        arguments.Count > 0 ? Fields.Of(item, arguments.At(0).ToText()) : item;

    private static bool Matches(FluidValue item, FilterArguments arguments)
    {
        var value = Fields.Of(item, arguments.At(0).ToText());
        return arguments.Count > 1 && arguments.At(1) is not BaseNilValue
            ? Nodes.ComparisonExpression.AreEqual(value, arguments.At(1))
            : value.ToBooleanValue();
    }

    private static ArrayValue Filtered(FluidValue input, Func<FluidValue, bool> keeps) => new([.. Items(input).Where(keeps)]);

    // Consul's metadata and keys are text, so "9" has to come before "10"; text that is no number is a mistake in the data.
    private static FluidValue NumberOf(FluidValue key) => key switch
    {
        NumberValue or BaseNilValue => key,
        StringValue when decimal.TryParse(key.ToStringValue(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) =>
            Numbers.Of(number),
        StringValue => throw new ArgumentException($"{PlainText.Quoted(key.ToStringValue())} is not a number"),
        _ => throw new ArgumentException($"{ValueText.KindOf(key)} is not a number"),
    };

    private static FluidValue FindIndex(FluidValue input, FilterArguments arguments)
    {
        var items = Items(input);
        for (var index = 0; index < items.Count; index++)
        {
            if (Matches(items[index], arguments))
            {
                return Numbers.Of(index);
            }
        }

        return NilValue.Instance;
    }

    private static ArrayValue Concat(FluidValue input, FluidValue other) => Lists.IsList(other) || other is BaseNilValue
        ? new ArrayValue([.. Items(input), .. Lists.Items(other)])
        : throw new ArgumentException($"its argument must be a list, not {ValueText.KindOf(other)}");

    // Only lists and maps inside the list can make it deep, or large without taking memory.
    private static ArrayValue Push(IReadOnlyList<FluidValue> items, FluidValue item)
    {
        var list = new ArrayValue([.. items, item]);
        if (ValueSize.Of(item).Depth > 0)
        {
            ValueSize.Of(list).RefuseTooMuch("list");
        }

        return list;
    }

    // Two texts that are allowed can make one that no memory holds, so it is measured while it is made.
    private static StringValue Join(FluidValue input, string separator)
    {
        var text = new StringBuilder();
        var isFirst = true;
        foreach (var item in Items(input))
        {
            var (divider, itemText) = (isFirst ? "" : separator, PlainText.Printed(item));
            ValueText.RefuseLong((long)text.Length + divider.Length + itemText.Length);
            text.Append(divider).Append(itemText);
            isFirst = false;
        }

        return StringValue.Create(text.ToString());
    }

    private static decimal Sum(FluidValue input, FilterArguments arguments) =>
        Items(input).Sum(item => NumberFilters.ToNumber(Key(item, arguments)));

    private static FluidValue Slice(FluidValue input, FilterArguments arguments)
    {
        var (from, length) = (Whole(arguments.At(0)), arguments.Count > 1 ? Whole(arguments.At(1)) : 1);
        if (Lists.IsList(input))
        {
            var items = Lists.Items(input);
            var (start, count) = Part(from, length, items.Count);
            return new ArrayValue([.. items.Skip(start).Take(count)]);
        }

        var text = PlainText.Printed(input);
        var part = Part(from, length, CodePoints.Count(text));
        return StringValue.Create(CodePoints.Part(text, part.Start, part.Count));
    }

    private static (int Start, int Count) Part(int from, int length, int total)
    {
        var start = from < 0 ? from + total : from;
        return start < 0 || start > total || length < 0 ? (0, 0) : (start, Math.Min(length, total - start));
    }

    private static int Whole(FluidValue value) => value.IsInteger() && NumberFilters.ToNumber(value) is >= int.MinValue and <= int.MaxValue
        ? (int)NumberFilters.ToNumber(value)
        : throw new ArgumentException($"{PlainText.Quoted(value.ToText())} is not a whole number");
}
