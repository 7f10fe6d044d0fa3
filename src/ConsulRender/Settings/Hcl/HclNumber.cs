using System.Globalization;

namespace ConsulRender.Settings.Hcl;

/// <summary>Turns the ways in which HCL 1 writes a number into JSON's. Stateless.</summary>
internal static class HclNumber
{
    private const string Decimals = "0123456789";

    private const string Hexadecimals = Decimals + "abcdefABCDEF";

    /// <summary>The number in JSON; nothing when it is no number; both when it is one, but not a possible one.</summary>
    public static (string? Literal, string? Problem) Read(ReadOnlySpan<char> word)
    {
        var isNegative = word[0] == '-';
        var digits = isNegative ? word[1..] : word;
        if (digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            return digits[2..].TrimStart(Hexadecimals).Length > 0 ? (null, null)
                : digits.Length == 2 ? ("0", "digits are missing behind 0x")
                : Whole(digits[2..], 16, isNegative);
        }

        if (digits.ContainsAnyExceptInRange('0', '9'))
        {
            return Fraction(digits, isNegative);
        }

        return digits.Length == 1 || digits[0] != '0' ? Whole(digits, 10, isNegative)
            : digits.ContainsAny('8', '9') ? ("0", "a number that begins with 0 is octal, which has no 8 and no 9; leave out the 0, or write it in quotes")
            : Whole(digits, 8, isNegative);
    }

    private static (string? Literal, string? Problem) Whole(ReadOnlySpan<char> digits, uint radix, bool isNegative)
    {
        var most = isNegative ? (ulong)long.MaxValue + 1 : long.MaxValue;
        ulong value = 0;
        foreach (var character in digits)
        {
            var digit = (uint)(character <= '9' ? character - '0' : (character | 0x20) - 'a' + 10);
            if (value > (most - digit) / radix)
            {
                return ("0", "this number is too large; the largest is 9223372036854775807");
            }

            value = (value * radix) + digit;
        }

        return ((isNegative && value > 0 ? "-" : "") + value.ToString(CultureInfo.InvariantCulture), null);
    }

    // JSON wants a digit on both sides of the point, and no zeros in front.
    private static (string? Literal, string? Problem) Fraction(ReadOnlySpan<char> text, bool isNegative)
    {
        var rest = text.TrimStart(Decimals);
        var whole = text[..^rest.Length];
        var fraction = ReadOnlySpan<char>.Empty;
        if (rest is ['.', ..])
        {
            var behind = rest[1..].TrimStart(Decimals);
            fraction = rest[1..^behind.Length];
            rest = behind;
        }

        if (!rest.IsEmpty && !IsExponent(rest))
        {
            return (null, null);
        }

        whole = whole.TrimStart('0');
        var literal = $"{(isNegative ? "-" : "")}{(whole.IsEmpty ? "0" : whole)}{(fraction.IsEmpty ? "" : ".")}{fraction}{rest}";
        return double.IsFinite(double.Parse(literal, NumberStyles.Float, CultureInfo.InvariantCulture))
            ? (literal, null)
            : ("0", "this number is too large");
    }

    private static bool IsExponent(ReadOnlySpan<char> text)
    {
        var digits = text[1..];
        digits = digits is ['+' or '-', ..] ? digits[1..] : digits;
        return text[0] is 'e' or 'E' && !digits.IsEmpty && !digits.ContainsAnyExceptInRange('0', '9');
    }
}
