using System.Globalization;

namespace ConsulRender.Templating.Filters.Times;

/// <summary>
/// The spellings of a time that can be read. All of them name the year, month and day, so that no clock is needed, and in an order that
/// cannot be misread.
/// </summary>
internal static class TimeText
{
    private static readonly string[] Formats = MakeFormats();

    /// <summary>The time; without a zone it is UTC. Null for text that is no time.</summary>
    internal static DateTimeOffset? Parse(string text)
    {
        // Behind a number for the zone, as Go writes it, its name tells nothing.
        var plain = text.EndsWith("UTC", StringComparison.Ordinal) || text.EndsWith("GMT", StringComparison.Ordinal) ? text[..^3].TrimEnd() : text;
        return DateTimeOffset.TryParseExact(
            plain,
            Formats,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AllowWhiteSpaces | DateTimeStyles.AssumeUniversal,
            out var time)
            ? time
            : null;
    }

    private static string[] MakeFormats()
    {
        var formats = new List<string> { "yyyyMMdd", "yyyyMMdd'T'HHmmssK", "ddd MMM d H:m:s yyyy", "ddd MMM d H:m:s K yyyy" };
        foreach (var date in new[] { "yyyy-M-d", "yyyy/M/d", "d MMM yyyy", "d MMMM yyyy", "MMM d, yyyy", "MMMM d, yyyy", "MMMM d yyyy", "ddd, d MMM yyyy" })
        {
            formats.Add(date);
            foreach (var time in new[] { " H:m", " H:m:s", " H:m:s.FFFFFFF" })
            {
                formats.Add(date + time + "K");
                formats.Add(date + time + " K");
            }
        }

        formats.AddRange(["yyyy-M-d'T'H:mK", "yyyy-M-d'T'H:m:sK", "yyyy-M-d'T'H:m:s.FFFFFFFK"]);
        return [.. formats];
    }
}
