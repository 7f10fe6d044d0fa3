using System.Buffers;
using System.Text;
using ConsulRender.Templating.Parsing;
using Fluid.Values;

namespace ConsulRender.Templating.Filters;

/// <summary>What consul-template does to the ends and lines of a text: trimming, indenting, and words with capitals.</summary>
internal static class TrimFilters
{
    internal static string[] Names => ["indent", "to_title", "trim", "trim_prefix", "trim_suffix"];

    internal static FilterDefinition? Find(string name) => name switch
    {
        "indent" => new((input, arguments, _) => StringValue.Create(Indent(PlainText.Of(input), PlainText.WholeNumber(arguments.At(0), "the number of blanks"))), 1, 1),
        "to_title" => new((input, _, _) => StringValue.Create(Title(PlainText.Of(input))), 0, 0),
        "trim" => With(Trim),
        "trim_prefix" => With((text, prefix) => text.StartsWith(prefix, StringComparison.Ordinal) ? text[prefix.Length..] : text),
        "trim_suffix" => With((text, suffix) => text.EndsWith(suffix, StringComparison.Ordinal) ? text[..^suffix.Length] : text),
        _ => null,
    };

    private static FilterDefinition With(Func<string, string, string> change) => new(
        (input, arguments, _) => StringValue.Create(change(PlainText.Of(input), PlainText.Of(arguments.At(0)))),
        1,
        1);

    private static string Indent(string text, decimal blanks)
    {
        if (blanks < 0)
        {
            throw new ArgumentException($"the number of blanks must not be negative, and is {blanks}");
        }

        var lines = text.AsSpan().Count('\n') + 1;
        if (blanks > Limits.TextLength || text.Length + (lines * blanks) > Limits.TextLength)
        {
            throw new ArgumentException($"the text would be longer than {Limits.TextLength} characters");
        }

        var spaces = (int)blanks;
        var indented = new StringBuilder(text.Length + (lines * spaces));
        for (var at = 0; at < text.Length;)
        {
            var end = text.IndexOf('\n', at) is var found and >= 0 ? found + 1 : text.Length;
            var line = text.AsSpan(at, end - at);
            indented.Append(' ', line.TrimEnd("\r\n").IsEmpty ? 0 : spaces).Append(line);
            at = end;
        }

        return indented.ToString();
    }

    // Character by character as people count them, so that half of one is never cut off.
    private static string Trim(string text, string cutset)
    {
        var cut = new HashSet<int>();
        foreach (var rune in cutset.EnumerateRunes())
        {
            cut.Add(rune.Value);
        }

        var rest = text.AsSpan();
        while (Rune.DecodeFromUtf16(rest, out var first, out var length) == OperationStatus.Done && cut.Contains(first.Value))
        {
            rest = rest[length..];
        }

        while (Rune.DecodeLastFromUtf16(rest, out var last, out var length) == OperationStatus.Done && cut.Contains(last.Value))
        {
            rest = rest[..^length];
        }

        return rest.Length == text.Length ? text : rest.ToString();
    }

    // The first letter of each word; the others stay, so that "HAProxy" does.
    private static string Title(string text)
    {
        var title = new StringBuilder(text.Length);
        var isInside = false;
        var at = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            at += rune.Utf16SequenceLength;
            title.Append((!isInside && Rune.IsLetter(rune) ? Rune.ToUpperInvariant(rune) : rune).ToString());
            isInside = Rune.IsLetter(rune) || (isInside && Joins(rune, at < text.Length ? text[at] : ' '));
        }

        return title.ToString();
    }

    // An apostrophe or point between two letters ends no word.
    private static bool Joins(Rune rune, char next) => Rune.IsDigit(rune) || rune.Value == '_' ||
        Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.NonSpacingMark ||
        (rune.Value is '\'' or '.' or ':' or '’' && char.IsLetter(next));
}
