using System.Globalization;

namespace ConsulRender.Cli.Logging;

/// <summary>The time as every log line spells it: RFC 3339, in UTC, with milliseconds. Stateless.</summary>
internal static class LogTime
{
    /// <summary>How many characters a time has.</summary>
    public const int Length = 24;

    private const string Form = "yyyy-MM-ddTHH:mm:ss.fffZ";

    /// <summary>Such as <c>2026-11-22T17:00:00.000Z</c>.</summary>
    public static string Format(DateTimeOffset time) => time.UtcDateTime.ToString(Form, CultureInfo.InvariantCulture);

    /// <summary>The first time in a text; null when there is none.</summary>
    public static DateTimeOffset? Find(ReadOnlySpan<char> text)
    {
        for (var start = 0; start + Length <= text.Length; start++)
        {
            if (char.IsAsciiDigit(text[start]) && DateTimeOffset.TryParseExact(
                text.Slice(start, Length), Form, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
            {
                return time;
            }
        }

        return null;
    }
}
