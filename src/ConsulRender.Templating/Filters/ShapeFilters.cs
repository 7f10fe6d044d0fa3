using System.Text;
using ConsulRender.Templating.Parsing;
using ConsulRender.Templating.Values;
using Fluid;
using Fluid.Values;

namespace ConsulRender.Templating.Filters;

/// <summary>Filters that bring text into the shape of a configuration file: columns, lines, quotes, names.</summary>
internal static class ShapeFilters
{
    internal static IReadOnlyList<string> Names =>
        ["ends_with", "kebab_case", "lines", "pad_left", "pad_right", "quote", "repeat", "snake_case", "starts_with"];

    internal static FilterDefinition? Find(string name) => name switch
    {
        "ends_with" => Test((text, end) => text.EndsWith(end, StringComparison.Ordinal)),
        "kebab_case" => new((input, _, _) => StringValue.Create(Words(PlainText.Of(input), '-')), 0, 0),
        "lines" => new((input, _, _) => Lines(PlainText.Of(input)), 0, 0),
        "pad_left" => new((input, arguments, _) => Padded(PlainText.Of(input), arguments, isLeft: true), 1, 2),
        "pad_right" => new((input, arguments, _) => Padded(PlainText.Of(input), arguments, isLeft: false), 1, 2),
        "quote" => new((input, _, _) => StringValue.Create(JsonText.Of(StringValue.Create(PlainText.Of(input)))), 0, 0),
        "repeat" => new((input, arguments, _) => Repeated(PlainText.Of(input), arguments.At(0)), 1, 1),
        "snake_case" => new((input, _, _) => StringValue.Create(Words(PlainText.Of(input), '_')), 0, 0),
        "starts_with" => Test((text, start) => text.StartsWith(start, StringComparison.Ordinal)),
        _ => null,
    };

    private static FilterDefinition Test(Func<string, string, bool> holds) =>
        new((input, arguments, _) => BooleanValue.Create(holds(PlainText.Of(input), PlainText.Of(arguments.At(0)))), 1, 1);

    private static StringValue Repeated(string text, FluidValue times)
    {
        var count = PlainText.WholeNumber(times, "the count");
        RefuseNegative(count, "the count");
        RefuseLong(text.Length * count);
        return StringValue.Create(text.Length == 0 ? "" : new StringBuilder().Insert(0, text, (int)count).ToString());
    }

    // A column is as wide as its characters, so one beyond U+FFFF counts once.
    private static StringValue Padded(string text, FilterArguments arguments, bool isLeft)
    {
        var width = PlainText.WholeNumber(arguments.At(0), "the width");
        RefuseNegative(width, "the width");
        RefuseLong(width);
        var filler = arguments.Count > 1 ? PlainText.Of(arguments.At(1)) : " ";
        if (filler.Length != 1)
        {
            throw new ArgumentException($"the text to fill up with must be one character, not {PlainText.Quoted(filler)}");
        }

        var missing = new string(filler[0], (int)Math.Max(0, width - text.EnumerateRunes().Count()));
        return StringValue.Create(isLeft ? missing + text : text + missing);
    }

    // The line break at the end ends the last line and begins no other.
    private static ArrayValue Lines(string text)
    {
        var lines = text.Split(["\r\n", "\n", "\r"], StringSplitOptions.None);
        var count = lines[^1].Length == 0 ? lines.Length - 1 : lines.Length;
        return count > Limits.RangeLength
            ? throw new ArgumentException($"the text has more than {Limits.RangeLength} lines")
            : new ArrayValue(Array.ConvertAll(lines[..count], FluidValue (line) => StringValue.Create(line)));
    }

    // httpServer2Name and HTTPServer2-name are http, server2, name; what is no letter and no digit only separates.
    private static string Words(string text, char separator)
    {
        var output = new StringBuilder(text.Length + 8);
        for (var index = 0; index < text.Length; index++)
        {
            if (!char.IsLetterOrDigit(text[index]))
            {
                continue;
            }

            if (output.Length > 0 && BeginsWord(text, index))
            {
                output.Append(separator);
            }

            output.Append(char.ToLowerInvariant(text[index]));
        }

        return output.ToString();
    }

    private static bool BeginsWord(string text, int index)
    {
        var before = text[index - 1];
        return !char.IsLetterOrDigit(before)
            || (char.IsUpper(text[index])
                && (!char.IsUpper(before) || (index + 1 < text.Length && char.IsLower(text[index + 1]))));
    }

    private static void RefuseNegative(decimal number, string name)
    {
        if (number < 0)
        {
            throw new ArgumentException($"{name} must not be negative, and is {number}");
        }
    }

    private static void RefuseLong(decimal length)
    {
        if (length > Limits.TextLength)
        {
            throw new ArgumentException($"the text would be longer than {Limits.TextLength} characters");
        }
    }
}
