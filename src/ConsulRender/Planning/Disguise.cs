using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ConsulRender.Planning;

/// <summary>
/// Makes other texts of the same shape from a secret: every letter and digit becomes another one at every place, so that whatever is made of them
/// differs, too. Stateless; the same text gives the same other text.
/// </summary>
internal static class Disguise
{
    /// <summary>Other letters and digits; line breaks, blanks and signs stay, so that the text can be split and parsed as before.</summary>
    public static string Shape(string text, int round) => string.Create(text.Length, (text, round), static (other, from) =>
    {
        for (var index = 0; index < other.Length; index++)
        {
            other[index] = Other(from.text[index], index, from.round);
        }
    });

    /// <summary>The same, and other signs, too; only white space stays.</summary>
    public static string Opaque(string text, int round) => string.Create(text.Length, (text, round), static (other, from) =>
    {
        for (var index = 0; index < other.Length; index++)
        {
            var own = from.text[index];
            var changed = Other(own, index, from.round);
            other[index] = changed != own || char.IsWhiteSpace(own) ? changed : own == '_' ? '.' : '_';
        }
    });

    /// <summary>A JSON object, list or string with other values, so that a template finds its fields; null for any other text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="value">Another text for what a string says, whatever escapes it is written with.</param>
    /// <param name="name">The same for the names of fields.</param>
    /// <param name="round">Which other numbers.</param>
    public static string? Json(string text, Func<string, string> value, Func<string, string> name, int round)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        try
        {
            if (!reader.Read() || reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray or JsonTokenType.String))
            {
                return null;
            }

            var other = new StringBuilder(text.Length);
            var copied = 0;
            do
            {
                if (Token(ref reader, value, name, round) is { } token)
                {
                    other.Append(Encoding.UTF8.GetString(bytes, copied, (int)reader.TokenStartIndex - copied)).Append(token);
                    copied = (int)reader.TokenStartIndex + reader.ValueSpan.Length + (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName ? 2 : 0);
                }
            }
            while (reader.Read());

            return other.Append(Encoding.UTF8.GetString(bytes, copied, bytes.Length - copied)).ToString();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            // No JSON, or half of a character in it.
            return null;
        }
    }

    /// <summary>Whether so much of a text is another one that nothing which was made of it stays the same.</summary>
    public static bool IsOther(string text, string other)
    {
        var same = 0;
        for (var index = 0; index < text.Length && text.Length == other.Length; index++)
        {
            same = text[index] == other[index] && !char.IsWhiteSpace(text[index]) ? same + 1 : 0;
            if (same == SecretPieces.Length)
            {
                return false;
            }
        }

        return text != other;
    }

    private static string? Token(ref Utf8JsonReader reader, Func<string, string> value, Func<string, string> name, int round) => reader.TokenType switch
    {
        JsonTokenType.String => Quoted(value(reader.GetString()!)),
        JsonTokenType.PropertyName => Quoted(name(reader.GetString()!)),
        JsonTokenType.Number => Number(Encoding.UTF8.GetString(reader.ValueSpan), round),
        JsonTokenType.True => "false",
        JsonTokenType.False => "true",
        _ => null,
    };

    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    // With another exponent it might be no number any more.
    private static string Number(string number, int round)
    {
        var exponent = number.AsSpan().IndexOfAny('e', 'E');
        return exponent < 0 ? Shape(number, round) : Shape(number[..exponent], round) + number[exponent..];
    }

    // A digit never becomes 0, so that a number stays one and keeps its length.
    private static char Other(char own, int index, int round) => own switch
    {
        '0' => (char)('1' + ((index + round) % 9)),
        >= '1' and <= '9' => (char)('1' + ((own - '1' + 1 + (((index * 7) + (round * 11)) % 8)) % 9)),
        >= 'a' and <= 'z' => (char)('a' + ((own - 'a' + 1 + (((index * 3) + (round * 5)) % 25)) % 26)),
        >= 'A' and <= 'Z' => (char)('A' + ((own - 'A' + 1 + (((index * 3) + (round * 5)) % 25)) % 26)),
        > '\x7f' when char.IsLetterOrDigit(own) => own == '\u00F8' ? '\u00E5' : '\u00F8',
        _ => own,
    };
}
