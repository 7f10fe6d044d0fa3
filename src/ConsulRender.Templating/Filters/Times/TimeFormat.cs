using System.Text;

namespace ConsulRender.Templating.Filters.Times;

/// <summary>Ruby's strftime: <c>%Y</c> and its kin, with flags and widths. Unknown directives stay as they are written.</summary>
/// <seealso href="https://docs.ruby-lang.org/en/master/language/strftime_formatting_rdoc.html"/>
internal static class TimeFormat
{
    private const int MostWidth = 1_000;

    internal static string Format(DateTimeOffset time, string format)
    {
        var text = new StringBuilder(format.Length + 32);
        for (var at = 0; at < format.Length; at++)
        {
            if (format[at] != '%')
            {
                text.Append(format[at]);
                continue;
            }

            var directive = Read(format, at);
            text.Append(Written(time, directive) ?? format.Substring(at, directive.Length));
            at += directive.Length - 1;
            Values.ValueText.RefuseLong(text.Length);
        }

        return text.ToString();
    }

    // %, then flags, a width and colons in this order, then the letter.
    private static Directive Read(string format, int start)
    {
        var at = start + 1;
        while (at < format.Length && format[at] is '-' or '0' or '_' or '^' or '#')
        {
            at++;
        }

        var flags = format[(start + 1)..at];
        var width = 0;
        while (at < format.Length && char.IsAsciiDigit(format[at]))
        {
            width = (width * 10) + (format[at++] - '0');
            if (width > MostWidth)
            {
                throw new FormatException($"a width in the format is more than {MostWidth}");
            }
        }

        var colons = at;
        while (at < format.Length && format[at] == ':')
        {
            at++;
        }

        return at < format.Length
            ? new Directive(format[at], flags, width, at - colons, at + 1 - start)
            : new Directive('\0', "", 0, 0, at - start);
    }

    private static string? Written(DateTimeOffset time, Directive directive)
    {
        if (directive.Colons > 0)
        {
            return directive.Letter == 'z' ? TimeWords.Zone(time, directive.Colons) : null;
        }

        if (Composite(directive.Letter) is { } format)
        {
            return directive.Padded(Format(time, format), ' ');
        }

        var number = TimeNumber.Of(time, directive.Letter);
        if (number.Width > 0)
        {
            return directive.Padded(number);
        }

        return directive.Letter is 'L' or 'N'
            ? Fraction(time, directive.Width > 0 ? directive.Width : directive.Letter == 'L' ? 3 : 9)
            : TimeWords.Of(time, directive.Letter) is { } words ? directive.Padded(words, ' ') : null;
    }

    private static string? Composite(char letter) => letter switch
    {
        'c' => "%a %b %e %H:%M:%S %Y",
        'D' or 'x' => "%m/%d/%y",
        'F' => "%Y-%m-%d",
        'R' => "%H:%M",
        'r' => "%I:%M:%S %p",
        'T' or 'X' => "%H:%M:%S",
        'v' => "%e-%^b-%Y",
        '+' => "%a %b %e %H:%M:%S %Z %Y",
        _ => null,
    };

    private static string Fraction(DateTimeOffset time, int digits)
    {
        var ticks = (time.Ticks % TimeSpan.TicksPerSecond).ToString("D7", System.Globalization.CultureInfo.InvariantCulture);
        return digits <= ticks.Length ? ticks[..digits] : ticks.PadRight(digits, '0');
    }
}
