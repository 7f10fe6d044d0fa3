using System.Globalization;
using ConsulRender.Templating.Values;
using Fluid.Values;

namespace ConsulRender.Templating.Filters;

/// <summary>What a filter takes for text, and how its messages quote text. Stateless.</summary>
internal static class PlainText
{
    private const int LongestQuoted = 60;

    /// <summary>The text of a string, a number, a boolean or a service; nothing for nil, as when it is printed.</summary>
    /// <exception cref="ArgumentException">The value is a list, a map or a record, of which somebody has to say what is meant.</exception>
    internal static string Of(FluidValue value) =>
        Is(value) ? value.ToText() : throw new ArgumentException($"{ValueText.KindOf(value)} is not text");

    /// <summary>Whether the value is one of those.</summary>
    internal static bool Is(FluidValue value) =>
        value is ServiceNameValue or not (ArrayValue or RangeValue or MapValue or RecordValue or MacroValue);

    /// <summary>The text of a value as it is printed, the items of a list together, for Liquid's own filters.</summary>
    /// <exception cref="ArgumentException">The value is, or holds, a map or a record, which is not printed by accident.</exception>
    internal static string Printed(FluidValue value) => value switch
    {
        StringValue or ServiceNameValue => value.ToStringValue(),
        MapValue or RecordValue or MacroValue =>
            throw new ArgumentException($"{ValueText.KindOf(value)} is not text; take what is in it, or use the filter to_json"),
        ArrayValue array => string.Concat(array.Values.Select(Printed)),
        _ => value.ToText(),
    };

    /// <summary>A text as a message has it: on one line, and only its beginning when it is long, because it may be a secret.</summary>
    internal static string Quoted(string text)
    {
        var start = text.Length <= LongestQuoted ? text : string.Concat(text.AsSpan(0, LongestQuoted / 3), "...");
        return $"\"{SafeFilters.OneLine(start)}\"";
    }

    /// <summary>A whole number that an argument gives, also as text, because that is what Consul's keys hold.</summary>
    /// <exception cref="ArgumentException">It is something else.</exception>
    internal static decimal WholeNumber(FluidValue value, string name) => value switch
    {
        NumberValue when value.IsInteger() => value.ToNumberValue(),
        StringValue when long.TryParse(
            value.ToStringValue(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        StringValue or NumberValue => throw new ArgumentException($"{name} must be a whole number, not {Quoted(value.ToText())}"),
        _ => throw new ArgumentException($"{name} must be a whole number, not {ValueText.KindOf(value)}"),
    };
}
