using System.Globalization;
using System.Text;

namespace ConsulRender.Templating.Filters.Yaml;

/// <summary>How one text is written in YAML so that every reader takes it for text.</summary>
internal static class YamlScalars
{
    /// <summary>Whether the text may stand without quotes; in doubt not.</summary>
    internal static bool IsPlain(string text) => text.Length > 0 && !IsOtherThanText(text) && CanBegin(text) && !HasSpecial(text);

    /// <summary>Whether the text is best written line by line, and can be.</summary>
    internal static bool IsLines(string text)
    {
        if (!text.Contains('\n', StringComparison.Ordinal) || text[0] is ' ' or '\t' or '\n' || text.EndsWith("\n\n", StringComparison.Ordinal))
        {
            return false;
        }

        foreach (var character in text)
        {
            if (character is not ('\n' or '\t') && !IsPrintable(character))
            {
                return false;
            }
        }

        // A last line of nothing but blanks would look like the end.
        return text.AsSpan(text.AsSpan()[..^1].LastIndexOf('\n') + 1).Trim(" \t\n").Length > 0;
    }

    internal static string Quoted(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var character in text)
        {
            _ = character switch
            {
                '"' or '\\' => quoted.Append('\\').Append(character),
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                '\t' => quoted.Append("\\t"),
                _ when IsPrintable(character) => quoted.Append(character),
                _ => quoted.Append("\\u").Append(((int)character).ToString("X4", CultureInfo.InvariantCulture)),
            };
        }

        return quoted.Append('"').ToString();
    }

    // Halves of characters beyond U+FFFF are printed: both together are one.
    private static bool IsPrintable(char character) =>
        character is (>= ' ' and <= '~') or (>= '\xA0' and not ('\x2028' or '\x2029' or '\xFEFF' or '\xFFFE' or '\xFFFF'));

    private static bool CanBegin(string text) => text[0] switch
    {
        '-' or '.' => text.Length > 1 && (char.IsAsciiLetterOrDigit(text[1]) || text[1] == '/'),
        '/' or '_' or '$' or '(' or '+' or '~' or '^' or ';' => true,
        < (char)0x80 => char.IsAsciiLetterOrDigit(text[0]),
        _ => true,
    };

    private static bool HasSpecial(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            var next = at + 1 < text.Length ? text[at + 1] : ' ';
            if (!IsPrintable(text[at]) || (text[at] == ':' && next == ' ') || (text[at] == ' ' && next == '#'))
            {
                return true;
            }
        }

        return text[^1] == ' ';
    }

    // Nil, booleans and numbers of YAML 1.1 and 1.2, dates, and times such as 1:30.
    private static bool IsOtherThanText(string text) => text.Length <= 5 && text.ToLowerInvariant() is
        "~" or "null" or "true" or "false" or "yes" or "no" or "on" or "off" or "y" or "n" or ".inf" or "+.inf" or "-.inf" or ".nan"
        || LooksLikeNumber(text);

    private static bool LooksLikeNumber(string text)
    {
        var digits = text.AsSpan(text[0] is '+' or '-' ? 1 : 0);
        if (digits.IsEmpty || !(char.IsAsciiDigit(digits[0]) || digits[0] == '.'))
        {
            return false;
        }

        var isPrefixed = digits.Length > 2 && digits[0] == '0' && digits[1] is 'x' or 'o' or 'b' or 'X';
        var isDate = digits.Length >= 8 && digits[4] == '-' && !digits[..4].ContainsAnyExceptInRange('0', '9');
        return isPrefixed || isDate || (digits.Count('.') <= 1 && IsOfNumbersCharacters(digits));
    }

    private static bool IsOfNumbersCharacters(ReadOnlySpan<char> text)
    {
        foreach (var character in text)
        {
            if (!char.IsAsciiDigit(character) && character is not ('.' or '_' or ':' or 'e' or 'E' or '+' or '-'))
            {
                return false;
            }
        }

        return true;
    }
}
