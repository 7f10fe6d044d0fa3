using System.Globalization;
using System.Text;
using Fluid.Values;

namespace ConsulRender.Templating.Filters;

/// <summary>Liquid's filters for HTML and URLs, to the character as Liquid writes them.</summary>
internal static class MarkupFilters
{
    private const string Special = "&<>\"'";

    internal static string[] Names => ["escape", "escape_once", "newline_to_br", "strip_html", "url_encode"];

    internal static FilterDefinition? Find(string name) => name switch
    {
        "escape" => Plain(text => Escaped(text, keepsEntities: false)),
        "escape_once" => Plain(text => Escaped(text, keepsEntities: true)),
        "newline_to_br" => Plain(NewlineToBreak),
        "strip_html" => Plain(StripHtml),
        "url_encode" => Plain(UrlEncoded),
        _ => null,
    };

    private static FilterDefinition Plain(Func<string, string> change) =>
        new((input, _, _) => input is BaseNilValue ? input : StringValue.Create(change(PlainText.Printed(input))), 0, 0);

    private static string NewlineToBreak(string text) => text
        .Replace("\r\n", "\n", StringComparison.Ordinal)
        .Replace("\n", "<br />\n", StringComparison.Ordinal);

    // Letters beyond ASCII stay as they are, for files are UTF-8.
    private static string Escaped(string text, bool keepsEntities)
    {
        if (!text.AsSpan().ContainsAny(Special))
        {
            return text;
        }

        var escaped = new StringBuilder(text.Length + 16);
        for (var at = 0; at < text.Length; at++)
        {
            _ = text[at] switch
            {
                '&' when keepsEntities && IsEntity(text.AsSpan(at + 1)) => escaped.Append('&'),
                '&' => escaped.Append("&amp;"),
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '"' => escaped.Append("&quot;"),
                '\'' => escaped.Append("&#39;"),
                var other => escaped.Append(other),
            };
        }

        return escaped.ToString();
    }

    // A name or a decimal number, and a semicolon behind it.
    private static bool IsEntity(ReadOnlySpan<char> text)
    {
        var isNumber = text.StartsWith("#");
        var digits = isNumber ? text[1..] : text;
        var length = 0;
        while (length < digits.Length && (isNumber ? char.IsAsciiDigit(digits[length]) : char.IsAsciiLetter(digits[length])))
        {
            length++;
        }

        return length > 0 && length < digits.Length && digits[length] == ';';
    }

    // First what is no text at all: scripts, comments and styles with all that is in them; then each tag.
    private static string StripHtml(string text) =>
        Without(Without(text, [("<script", "</script>"), ("<!--", "-->"), ("<style", "</style>")]), [("<", ">")]);

    private static string Without(string text, (string Open, string Close)[] blocks)
    {
        var kept = new StringBuilder();
        var (from, at) = (0, text.IndexOf('<', StringComparison.Ordinal));
        while (at >= 0)
        {
            var end = EndOfBlock(text, at, blocks);
            if (end > 0)
            {
                kept.Append(text, from, at - from);
                from = end;
            }

            at = text.IndexOf('<', Math.Max(at + 1, end));
        }

        return from == 0 ? text : kept.Append(text, from, text.Length - from).ToString();
    }

    private static int EndOfBlock(string text, int at, (string Open, string Close)[] blocks)
    {
        for (var index = 0; index < blocks.Length; index++)
        {
            var (open, close) = blocks[index];
            if (open.Length == 0 || string.CompareOrdinal(text, at, open, 0, open.Length) != 0)
            {
                continue;
            }

            var end = text.IndexOf(close, at + open.Length, StringComparison.Ordinal);
            if (end >= 0)
            {
                return end + close.Length;
            }

            // Nothing ends it here, so nothing ends it further on either, and the text is not searched again.
            blocks[index] = ("", "");
        }

        return -1;
    }

    private static string UrlEncoded(string text)
    {
        var encoded = new StringBuilder(text.Length + 16);
        foreach (var octet in Encoding.UTF8.GetBytes(text))
        {
            var character = (char)octet;
            if (char.IsAsciiLetterOrDigit(character) || character is '_' or '.' or '-' or '~')
            {
                encoded.Append(character);
            }
            else if (character == ' ')
            {
                encoded.Append('+');
            }
            else
            {
                encoded.Append(CultureInfo.InvariantCulture, $"%{octet:X2}");
            }
        }

        return encoded.ToString();
    }
}
