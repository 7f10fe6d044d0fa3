using System.Globalization;

namespace ConsulRender.Templating.Filters.Times;

/// <summary>A part of a time that is a number, and how wide it is written; width 0 for letters that stand for no number.</summary>
internal readonly record struct TimeNumber(long Value, int Width, char Pad = '0')
{
    internal static TimeNumber Of(DateTimeOffset time, char letter) => OfDay(time, letter) is { Width: > 0 } day ? day
        : OfWeek(time, letter) is { Width: > 0 } week ? week
        : OfClock(time, letter);

    private static TimeNumber OfDay(DateTimeOffset time, char letter) => letter switch
    {
        'Y' => new(time.Year, 4),
        'C' => new(time.Year / 100, 2),
        'y' => new(time.Year % 100, 2),
        'm' => new(time.Month, 2),
        'd' => new(time.Day, 2),
        'e' => new(time.Day, 2, ' '),
        'j' => new(time.DayOfYear, 3),
        _ => default,
    };

    private static TimeNumber OfWeek(DateTimeOffset time, char letter) => letter switch
    {
        'u' => new(time.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)time.DayOfWeek, 1),
        'w' => new((int)time.DayOfWeek, 1),
        'G' => new(ISOWeek.GetYear(time.DateTime), 4),
        'g' => new(ISOWeek.GetYear(time.DateTime) % 100, 2),
        'V' => new(ISOWeek.GetWeekOfYear(time.DateTime), 2),
        'U' => new((time.DayOfYear + 6 - (int)time.DayOfWeek) / 7, 2),
        'W' => new((time.DayOfYear + 6 - (((int)time.DayOfWeek + 6) % 7)) / 7, 2),
        _ => default,
    };

    private static TimeNumber OfClock(DateTimeOffset time, char letter) => letter switch
    {
        'H' => new(time.Hour, 2),
        'k' => new(time.Hour, 2, ' '),
        'I' => new(HourOfTwelve(time), 2),
        'l' => new(HourOfTwelve(time), 2, ' '),
        'M' => new(time.Minute, 2),
        'S' => new(time.Second, 2),
        's' => new(time.ToUnixTimeSeconds(), 1),
        _ => default,
    };

    private static int HourOfTwelve(DateTimeOffset time) => time.Hour % 12 == 0 ? 12 : time.Hour % 12;
}
