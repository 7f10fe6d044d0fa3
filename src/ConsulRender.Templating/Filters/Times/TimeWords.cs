using System.Globalization;

namespace ConsulRender.Templating.Filters.Times;

/// <summary>The parts of a time that are words: names of days and months, halves of a day, the zone. Always English.</summary>
internal static class TimeWords
{
    internal static string? Of(DateTimeOffset time, char letter) => letter switch
    {
        'A' => Names.GetDayName(time.DayOfWeek),
        'a' => Names.GetAbbreviatedDayName(time.DayOfWeek),
        'B' => Names.GetMonthName(time.Month),
        'b' or 'h' => Names.GetAbbreviatedMonthName(time.Month),
        'p' => time.Hour < 12 ? "AM" : "PM",
        'P' => time.Hour < 12 ? "am" : "pm",
        'Z' => time.Offset == TimeSpan.Zero ? "UTC" : Zone(time, 1),
        'z' => Zone(time, 0),
        'n' => "\n",
        't' => "\t",
        '%' => "%",
        _ => null,
    };

    /// <summary>How far the zone is from UTC, with as many colons as asked for: <c>+0200</c>, <c>+02:00</c>, <c>+02:00:00</c>.</summary>
    internal static string Zone(DateTimeOffset time, int colons)
    {
        var format = colons switch
        {
            0 => "hhmm",
            1 => @"hh\:mm",
            _ => @"hh\:mm\:ss",
        };
        return (time.Offset < TimeSpan.Zero ? "-" : "+") + time.Offset.ToString(format, CultureInfo.InvariantCulture);
    }

    private static DateTimeFormatInfo Names => CultureInfo.InvariantCulture.DateTimeFormat;
}
