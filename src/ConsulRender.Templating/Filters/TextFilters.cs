using ConsulRender.Templating.Parsing;
using ConsulRender.Templating.Values;
using Fluid;
using Fluid.Values;

namespace ConsulRender.Templating.Filters;

/// <summary>Liquid's filters on text; case is changed without regard to a culture, so a file is the same on every machine.</summary>
internal static class TextFilters
{
    internal static IReadOnlyList<string> Names { get; } =
    [
        "append", "capitalize", "downcase", "lstrip", "prepend", "remove", "remove_first", "remove_last", "replace", "replace_all",
        "replace_first", "replace_last", "rstrip", "split", "strip", "strip_newlines", "to_lower", "to_upper", "trim_space", "truncate",
        "truncatewords", "upcase",
    ];

    internal static FilterDefinition? Find(string name) => FindSimple(name) ?? FindReplacing(name) ?? FindCutting(name);

    private static FilterDefinition? FindSimple(string name) => name switch
    {
        "capitalize" => Plain(text => text.Length == 0 ? text : text[..1].ToUpperInvariant() + text[1..].ToLowerInvariant()),
        "downcase" or "to_lower" => Plain(text => text.ToLowerInvariant()),
        "lstrip" => Plain(text => text.TrimStart()),
        "rstrip" => Plain(text => text.TrimEnd()),
        "strip" or "trim_space" => Plain(text => text.Trim()),
        "strip_newlines" => Plain(text => text.Replace("\r\n", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal)),
        "upcase" or "to_upper" => Plain(text => text.ToUpperInvariant()),
        _ => null,
    };

    private static FilterDefinition? FindReplacing(string name) => name switch
    {
        "append" => With((text, other) => text + other),
        "prepend" => With((text, other) => other + text),
        "remove" => With((text, gone) => gone.Length == 0 ? text : text.Replace(gone, "", StringComparison.Ordinal)),
        "remove_first" => With((text, gone) => ReplaceAt(text, text.IndexOf(gone, StringComparison.Ordinal), gone.Length, "")),
        "remove_last" => With((text, gone) => ReplaceAt(text, text.LastIndexOf(gone, StringComparison.Ordinal), gone.Length, "")),
        "replace" => Replacing(1, Replace),
        "replace_all" => Replacing(2, Replace),
        "replace_first" => Replacing(1, (text, from, to) => ReplaceAt(text, text.IndexOf(from, StringComparison.Ordinal), from.Length, to)),
        "replace_last" => Replacing(2, (text, from, to) => ReplaceAt(text, text.LastIndexOf(from, StringComparison.Ordinal), from.Length, to)),
        _ => null,
    };

    private static FilterDefinition? FindCutting(string name) => name switch
    {
        "split" => new((input, arguments, _) => Split(PlainText.Printed(input), PlainText.Printed(arguments.At(0))), 1, 1),
        "truncate" => new((input, arguments, _) => Truncate(PlainText.Printed(input), arguments), 0, 2),
        "truncatewords" => new((input, arguments, _) => TruncateWords(PlainText.Printed(input), arguments), 0, 2),
        _ => null,
    };

    private static FilterDefinition Plain(Func<string, string> change) =>
        new((input, _, _) => StringValue.Create(change(PlainText.Printed(input))), 0, 0);

    private static FilterDefinition With(Func<string, string, string> change) =>
        new((input, arguments, _) => StringValue.Create(change(PlainText.Printed(input), PlainText.Printed(arguments.At(0)))), 1, 1);

    private static FilterDefinition Replacing(int required, Func<string, string, string, string> change) =>
        new(
            (input, arguments, _) => StringValue.Create(change(PlainText.Printed(input), PlainText.Printed(arguments.At(0)), PlainText.Printed(arguments.At(1)))),
            required,
            2);

    // Nothing is found between any two characters, and at both ends.
    private static string Replace(string text, string from, string to)
    {
        // Two texts that are allowed can make one that no memory holds, so it is not made first and measured then.
        var count = from.Length == 0 ? text.Length + 1 : to.Length > from.Length ? text.AsSpan().Count(from) : 0;
        if (text.Length + ((long)count * (to.Length - from.Length)) > Limits.TextLength)
        {
            throw new ArgumentException($"the text is longer than {Limits.TextLength} characters");
        }

        return from.Length == 0
            ? to + string.Concat(text.EnumerateRunes().Select(character => character + to))
            : text.Replace(from, to, StringComparison.Ordinal);
    }

    private static string ReplaceAt(string text, int at, int length, string to) =>
        at < 0 ? text : string.Concat(text.AsSpan(0, at), to, text.AsSpan(at + length));

    // One blank stands for any white space, and empty pieces at the end do not count, as in Ruby.
    private static ArrayValue Split(string text, string separator)
    {
        if (text.Length > Limits.RangeLength && Pieces(text, separator) > Limits.RangeLength)
        {
            throw new ArgumentException($"the text has more than {Limits.RangeLength} pieces");
        }

        var pieces = separator switch
        {
            " " => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries),
            "" => [.. text.EnumerateRunes().Select(rune => rune.ToString())],
            _ => text.Split(separator),
        };
        var count = pieces.Length;
        while (count > 0 && pieces[count - 1].Length == 0)
        {
            count--;
        }

        return count == 0
            ? ArrayValue.Empty
            : new ArrayValue(Array.ConvertAll(pieces[..count], FluidValue (piece) => StringValue.Create(piece)));
    }

    private static int Pieces(string text, string separator) => separator.Length == 0 ? text.Length : text.AsSpan().Count(separator);

    private static StringValue Truncate(string text, FilterArguments arguments)
    {
        var length = Count(arguments, 50);
        var ellipsis = arguments.Count > 1 ? PlainText.Printed(arguments.At(1)) : "...";
        return StringValue.Create(CodePoints.Count(text) <= length
            ? text
            : CodePoints.Part(text, 0, Math.Max(0, length - CodePoints.Count(ellipsis))) + ellipsis);
    }

    // More than any text has is as good as any number.
    private static int Count(FilterArguments arguments, int otherwise) =>
        arguments.Count > 0 ? (int)Math.Clamp(NumberFilters.ToNumber(arguments.At(0)), -1, int.MaxValue) : otherwise;

    private static StringValue TruncateWords(string text, FilterArguments arguments)
    {
        var count = Math.Max(1, Count(arguments, 15));
        var ellipsis = arguments.Count > 1 ? PlainText.Printed(arguments.At(1)) : "...";
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return StringValue.Create(words.Length <= count ? text : string.Join(' ', words, 0, count) + ellipsis);
    }
}
