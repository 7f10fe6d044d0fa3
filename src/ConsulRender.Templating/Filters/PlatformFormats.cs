using System.Globalization;
using ConsulRender.Templating.Nodes;
using ConsulRender.Templating.Parsing;
using ConsulRender.Templating.Values;
using Fluid;
using Fluid.Filters;
using Fluid.Values;

namespace ConsulRender.Templating.Filters;

/// <summary>
/// <c>format_date</c>, <c>format_number</c> and <c>format_string</c>: the formats of .NET, as Fluid offers them, within the limits of a text.
/// </summary>
internal static class PlatformFormats
{
    // What one placeholder writes beside its argument and its width: a number or a date.
    private const int PlaceholderLength = 64;

    internal static FilterDefinition? Find(string name) => name switch
    {
        "format_date" => new(Date, 1, 2),
        "format_number" => new(Number, 1, 2),
        "format_string" => new(Text, 1, 16) { Named = ["culture"] },
        _ => null,
    };

    private static FluidValue Date(FluidValue input, FilterArguments arguments, RenderState state)
    {
        RefuseCulture(arguments.At(1));
        return FluidFilters.Answer(MiscFilters.FormatDate, input, arguments, state);
    }

    private static FluidValue Number(FluidValue input, FilterArguments arguments, RenderState state)
    {
        RefuseCulture(arguments.At(1));
        ValueText.RefuseLong(NumbersIn(arguments.At(0).ToText()));
        return FluidFilters.Answer(MiscFilters.FormatNumber, input, arguments, state);
    }

    private static StringValue Text(FluidValue input, FilterArguments arguments, RenderState state)
    {
        RefuseCulture(arguments["culture"]);
        var format = input.ToText();
        var values = new object[arguments.Count - arguments.Names.Count()];
        var longest = 0;
        for (var index = 0; index < values.Length; index++)
        {
            values[index] = ObjectOf(arguments.At(index));
            longest = Math.Max(longest, values[index] is string text ? text.Length : 0);
        }

        ValueText.RefuseLong(format.Length + NumbersIn(format) + ((long)format.AsSpan().Count('{') * (longest + PlaceholderLength)));
        return StringValue.Create(string.Format(CultureInfo.InvariantCulture, format, values));
    }

    private static object ObjectOf(FluidValue value) => value switch
    {
        NumberValue => value.ToNumberValue(),
        DateTimeValue => value.ToObjectValue(),
        _ => PlainText.Of(value),
    };

    // Widths and precisions can make a long text of a short format; what else is a number in it counts for little.
    private static long NumbersIn(string format)
    {
        var (sum, number) = (0L, 0L);
        foreach (var character in format)
        {
            number = char.IsAsciiDigit(character) ? Math.Min((number * 10) + (character - '0'), Limits.TextLength) : 0;
            sum += number;
        }

        return sum;
    }

    private static void RefuseCulture(FluidValue culture)
    {
        if (culture is not BaseNilValue && culture.ToText() is { Length: > 0 } name)
        {
            throw new ArgumentException($"there is no culture {PlainText.Quoted(name)} here, so that a file is the same on every machine");
        }
    }
}
