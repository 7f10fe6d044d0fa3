using System.Globalization;
using System.Text;

namespace ConsulRender.Planning;

/// <summary>Writes text of a file or of Consul so that a terminal shows it and does nothing else with it. Stateless.</summary>
public static class SafeText
{
    /// <summary>The text with every sign that is not shown as itself written in words such as <c>\x1b</c>; tabs stay.</summary>
    public static string Of(string text)
    {
        var index = 0;
        while (index < text.Length && IsShown(text[index]))
        {
            index++;
        }

        if (index == text.Length)
        {
            return text;
        }

        var safe = new StringBuilder(text, 0, index, text.Length + 16);
        while (index < text.Length)
        {
            if (Rune.TryGetRuneAt(text, index, out var rune))
            {
                Append(safe, rune);
                index += rune.Utf16SequenceLength;
            }
            else
            {
                var stray = text[index++];
                var own = stray - TextLines.StrayByte;
                safe.Append(own is >= 0 and <= 0xFF ? Byte(own) : Character(stray));
            }
        }

        return safe.ToString();
    }

    private static void Append(StringBuilder safe, Rune rune)
    {
        if (IsShown(rune))
        {
            safe.Append(rune.ToString());
        }
        else
        {
            safe.Append(rune.Value switch
            {
                '\r' => "\\r",
                '\n' => "\\n",
                < 0x100 => Byte(rune.Value),
                _ => Character(rune.Value),
            });
        }
    }

    private static string Byte(int value) => "\\x" + value.ToString("x2", CultureInfo.InvariantCulture);

    private static string Character(int value) => "\\u{" + value.ToString("x", CultureInfo.InvariantCulture) + "}";

    private static bool IsShown(char character) => character is >= ' ' and < '\x7f' or '\t';

    // Format characters turn the direction of a line or hide what stands in it.
    private static bool IsShown(Rune rune) => rune.Value == '\t' || Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}
