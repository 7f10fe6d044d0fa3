using System.Buffers;
using System.Globalization;
using System.Text;

namespace ConsulRender.Settings.Hcl;

/// <summary>Reads one escape of a string. Stateless.</summary>
internal static class HclEscape
{
    private const string Letters = "abfnrtv\\\"";

    private const string Meanings = "\a\b\f\n\r\t\v\\\"";

    /// <summary>Appends what the escape stands for; the cursor stands at the backslash, and behind the escape afterwards.</summary>
    public static void Read(HclCursor cursor, HclProblems problems, StringBuilder text)
    {
        var place = cursor.Place;
        var start = cursor.At;
        if (Skip(cursor, problems) is not { } value)
        {
            return;
        }

        if (value >= 0x80 && IsByte(cursor.Text[start + 1]))
        {
            Bytes(cursor, problems, text, place, (byte)value);
        }
        else if (Rune.TryCreate(value, out var rune))
        {
            text.Append(rune.ToString());
        }
        else
        {
            problems.Add(place, value > 0xFFFF
                ? "Unicode ends at \\U0010ffff; write the character itself"
                : "half a character; write the character itself, or \\U and its eight digits");
        }
    }

    /// <summary>Goes over an escape; null when it is none, which is a problem.</summary>
    public static int? Skip(HclCursor cursor, HclProblems problems)
    {
        var kind = cursor.Peek(1);
        var letter = Letters.IndexOf(kind, StringComparison.Ordinal);
        if (letter >= 0)
        {
            cursor.Skip(2);
            return Meanings[letter];
        }

        var (digits, isHexadecimal) = kind switch
        {
            'x' => (2, true),
            'u' => (4, true),
            'U' => (8, true),
            >= '0' and <= '7' => (3, false),
            _ => (0, false),
        };
        var place = cursor.Place;
        cursor.Skip(1);
        if (digits == 0)
        {
            Unknown(cursor, problems, place);
            return null;
        }

        cursor.Skip(isHexadecimal ? 1 : 0);
        var value = Value(cursor, digits, isHexadecimal ? 16 : 8);
        if (value is null || (!isHexadecimal && value > 0xFF))
        {
            problems.Add(place, isHexadecimal
                ? $"\\{kind} needs {digits} hexadecimal digits; write \\\\ for a backslash"
                : "an escape in octal has three digits up to \\377; write \\\\ for a backslash");
            return null;
        }

        return value;
    }

    private static void Unknown(HclCursor cursor, HclProblems problems, HclPlace place)
    {
        // A line's end ends the string, too, which is told there.
        if (cursor.Current is '\n' or '\0')
        {
            return;
        }

        var length = char.IsHighSurrogate(cursor.Current) ? 2 : 1;
        var shown = char.IsControl(cursor.Current) ? "this" : $"\\{cursor.Rest[..length]}";
        problems.Add(place, $"{shown} is no escape; write \\\\ for a backslash, or leave it out");
        cursor.Skip(length);
    }

    private static int? Value(HclCursor cursor, int digits, int radix)
    {
        long value = 0;
        for (var index = 0; index < digits; index++)
        {
            var digit = cursor.Peek(index);
            if (radix == 16 ? !char.IsAsciiHexDigit(digit) : digit is < '0' or > '7')
            {
                return null;
            }

            value = (value * radix) + int.Parse([digit], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        }

        cursor.Skip(digits);
        return (int)Math.Min(value, int.MaxValue);
    }

    // \x and octal escapes are bytes to HCL 1, so that a character may take several of them.
    private static void Bytes(HclCursor cursor, HclProblems problems, StringBuilder text, HclPlace place, byte first)
    {
        Span<byte> bytes = [first, 0, 0, 0];
        var count = 1;
        while (Rune.DecodeFromUtf8(bytes[..count], out _, out _) == OperationStatus.NeedMoreData
            && cursor.Current == '\\' && IsByte(cursor.Peek(1)) && Skip(cursor, problems) is { } next)
        {
            bytes[count++] = (byte)next;
        }

        if (Rune.DecodeFromUtf8(bytes[..count], out var rune, out var read) == OperationStatus.Done && read == count)
        {
            text.Append(rune.ToString());
        }
        else
        {
            problems.Add(place, "these bytes are no character in UTF-8; write the character itself, or \\u and its four digits");
        }
    }

    private static bool IsByte(char kind) => kind is 'x' or (>= '0' and <= '7');
}
