using System.Globalization;
using Fluid.Values;

namespace ConsulRender.Templating.Values;

/// <summary>
/// Numbers as Liquid makes and prints them: whole ones without a point, others with at least one digit behind it, never an exponent.
/// </summary>
internal static class Numbers
{
    internal static NumberValue Of(decimal number) => NumberValue.Create(number);

    internal static string Text(decimal number)
    {
        Span<char> digits = stackalloc char[32];
        number.TryFormat(digits, out var length, default, CultureInfo.InvariantCulture);
        return digits[..Shortened(number.Scale, length, digits[..length].TrimEnd('0').Length, digits)].ToString();
    }

    /// <summary>The number whose own text is what <see cref="Text"/> gives, for writers that print numbers themselves.</summary>
    internal static decimal Shortened(decimal number) => number.Scale == 0 ? number : decimal.Parse(Text(number), CultureInfo.InvariantCulture);

    internal static void Write(decimal number, Utf8Output output)
    {
        if (number.Scale == 0 && number >= long.MinValue && number <= long.MaxValue)
        {
            output.Write((long)number);
            return;
        }

        output.Write(Text(number));
    }

    // 1.50 is 1.5, and 4.0 keeps its one zero, because it is not a whole number in Liquid.
    private static int Shortened(int scale, int length, int trimmed, ReadOnlySpan<char> digits) =>
        scale == 0 ? length : digits[trimmed - 1] == '.' ? trimmed + 1 : trimmed;
}
