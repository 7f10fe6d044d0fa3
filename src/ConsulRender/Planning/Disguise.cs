using System.Text;
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

    /// <summary>A JSON object or list with the same names and other values, so that a template finds its fields; null for any other text.</summary>
    public static string? KeepingNames(string text, int round)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        try
        {
            if (!reader.Read() || reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
            {
                return null;
            }

            var other = new StringBuilder(text.Length);
            var copied = 0;
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.Number)
                {
                    var start = (int)reader.TokenStartIndex + (reader.TokenType == JsonTokenType.String ? 1 : 0);
                    other.Append(Encoding.UTF8.GetString(bytes, copied, start - copied));
                    copied = start + reader.ValueSpan.Length;
                    other.Append(JsonValue(Encoding.UTF8.GetString(reader.ValueSpan), round));
                }
                else if (reader.TokenType is JsonTokenType.True or JsonTokenType.False)
                {
                    other.Append(Encoding.UTF8.GetString(bytes, copied, (int)reader.TokenStartIndex - copied));
                    copied = (int)reader.BytesConsumed;
                    other.Append(reader.TokenType == JsonTokenType.True ? "false" : "true");
                }
            }

            return other.Append(Encoding.UTF8.GetString(bytes, copied, bytes.Length - copied)).ToString();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // Escapes stay what they are.
    private static string JsonValue(string raw, int round)
    {
        var other = new StringBuilder(raw.Length);
        for (var index = 0; index < raw.Length; index++)
        {
            if (raw[index] != '\\' || index + 1 == raw.Length)
            {
                other.Append(Other(raw[index], index, round));
                continue;
            }

            var length = raw[index + 1] == 'u' ? Math.Min(6, raw.Length - index) : 2;
            other.Append(raw, index, length);
            index += length - 1;
        }

        return other.ToString();
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
