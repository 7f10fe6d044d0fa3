using System.Globalization;
using System.Text;

namespace ConsulRender.Templating.Functions;

/// <summary>Writes a time in UTC the way Go does: the layout is what Monday, 2 January 2006, 15:04:05 would look like. Stateless.</summary>
/// <seealso href="https://pkg.go.dev/time#pkg-constants"/>
internal static class GoLayout
{
    // The longest of those that begin alike stands first.
    private static readonly string[] _tokens =
    [
        "January", "Jan", "Monday", "Mon", "MST", "2006", "__2", "_2", "002", "01", "02", "03", "04", "05", "06", "15", "1", "2", "3", "4", "5",
        "PM", "pm", "Z07:00:00", "Z07:00", "Z070000", "Z0700", "Z07", "-07:00:00", "-07:00", "-070000", "-0700", "-07",
    ];

    /// <exception cref="FormatException">The layout says nothing of a time, or holds a digit that stands for nothing.</exception>
    internal static string Format(DateTimeOffset time, string layout)
    {
        var text = new StringBuilder();
        var isTime = false;
        for (var at = 0; at < layout.Length;)
        {
            var length = Write(time, layout.AsSpan(at), text);
            isTime |= length > 0;
            if (length == 0)
            {
                RefuseDigit(layout, at);
                text.Append(layout[at]);
            }

            at += Math.Max(1, length);
        }

        return isTime ? text.ToString() : throw new FormatException($"{Filters.PlainText.Quoted(layout)} is not a layout; write it as 2006-01-02 15:04:05, or use {{{{ \"now\" | date: \"%Y\" }}}}");
    }

    // Returns how much of the layout that was; 0 when it begins with nothing of a time.
    private static int Write(DateTimeOffset time, ReadOnlySpan<char> layout, StringBuilder text)
    {
        var fraction = FractionLength(layout);
        if (fraction > 0)
        {
            WriteFraction(time, layout[..fraction], text);
            return fraction;
        }

        // An underscore before the year is only an underscore.
        if (layout.StartsWith("_2006", StringComparison.Ordinal))
        {
            return 0;
        }

        foreach (var token in _tokens)
        {
            if (layout.StartsWith(token, StringComparison.Ordinal) && !IsPartOfWord(token, layout))
            {
                text.Append(Part(time, token));
                return token.Length;
            }
        }

        return 0;
    }

    // "Month" and "Janus" are words, not the short names of a day and a month.
    private static bool IsPartOfWord(string token, ReadOnlySpan<char> layout) =>
        token is "Jan" or "Mon" && layout.Length > 3 && char.IsAsciiLetterLower(layout[3]);

    private static string Part(DateTimeOffset time, string token) => DatePart(time, token) ?? TimePart(time, token);

    private static string? DatePart(DateTimeOffset time, string token) => token switch
    {
        "January" => Invariant(time, "MMMM"),
        "Jan" => Invariant(time, "MMM"),
        "Monday" => Invariant(time, "dddd"),
        "Mon" => Invariant(time, "ddd"),
        "2006" => Invariant(time, "yyyy"),
        "06" => Invariant(time, "yy"),
        "01" => Invariant(time, "MM"),
        "1" => Invariant(time, "%M"),
        "02" => Invariant(time, "dd"),
        "_2" => Invariant(time, "%d").PadLeft(2),
        "2" => Invariant(time, "%d"),
        "002" => $"{time.DayOfYear:000}",
        "__2" => $"{time.DayOfYear,3}",
        _ => null,
    };

    private static string TimePart(DateTimeOffset time, string token) => token switch
    {
        "15" => Invariant(time, "HH"),
        "03" => Invariant(time, "hh"),
        "3" => Invariant(time, "%h"),
        "04" => Invariant(time, "mm"),
        "4" => Invariant(time, "%m"),
        "05" => Invariant(time, "ss"),
        "5" => Invariant(time, "%s"),
        "PM" => time.Hour < 12 ? "AM" : "PM",
        "pm" => time.Hour < 12 ? "am" : "pm",
        "MST" => "UTC",
        ['Z', ..] => "Z",
        _ => token.Replace('-', '+').Replace('7', '0'),
    };

    private static string Invariant(DateTimeOffset time, string format) => time.ToString(format, CultureInfo.InvariantCulture);

    // A point or comma and then only zeros, or only nines.
    private static int FractionLength(ReadOnlySpan<char> layout)
    {
        if (layout.Length < 2 || layout[0] is not ('.' or ',') || layout[1] is not ('0' or '9'))
        {
            return 0;
        }

        var rest = layout[1..].TrimStart(layout[1]);
        return rest.Length > 0 && char.IsAsciiDigit(rest[0]) ? 0 : layout.Length - rest.Length;
    }

    // As many digits as there are zeros; as many at most as there are nines, without the zeros at the end.
    private static void WriteFraction(DateTimeOffset time, ReadOnlySpan<char> layout, StringBuilder text)
    {
        var nanoseconds = time.Ticks % TimeSpan.TicksPerSecond * TimeSpan.NanosecondsPerTick;
        var digits = nanoseconds.ToString("000000000", CultureInfo.InvariantCulture).PadRight(layout.Length - 1, '0')[..(layout.Length - 1)];
        if (layout[1] == '9')
        {
            digits = digits.TrimEnd('0');
        }

        if (digits.Length > 0)
        {
            text.Append(layout[0]).Append(digits);
        }
    }

    // Go prints such a digit as it is, in every output the same: a mistake that shows only later. A zero is how layouts blank out a part.
    private static void RefuseDigit(string layout, int at)
    {
        if (layout[at] is >= '1' and <= '9')
        {
            throw new FormatException($"the {layout[at]} in {Filters.PlainText.Quoted(layout)} stands for nothing; the reference time is Mon Jan 2 15:04:05 MST 2006");
        }
    }
}
