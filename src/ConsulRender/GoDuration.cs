using System.Buffers;
using System.Globalization;

namespace ConsulRender;

/// <summary>Durations as Go and consul-template write them: <c>250ms</c>, <c>5s</c>, <c>1m30s</c>, <c>1h</c>.</summary>
/// <seealso href="https://pkg.go.dev/time#ParseDuration"/>
public static class GoDuration
{
    private static readonly (string Name, double Seconds)[] _units =
        [("ns", 1e-9), ("us", 1e-6), ("\u00b5s", 1e-6), ("\u03bcs", 1e-6), ("ms", 1e-3), ("s", 1), ("m", 60), ("h", 3600)];

    // A timer takes 49 days at most, and a wait's maximum is four times its minimum.
    private static readonly TimeSpan _longest = TimeSpan.FromHours(1000);

    private static readonly SearchValues<char> _number = SearchValues.Create("0123456789.");

    /// <summary>Reads a duration from 0 to 1000 h; a bare <c>0</c> is one.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        if (text == "0")
        {
            return true;
        }

        var seconds = 0.0;
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            if (!TryParsePart(ref rest, out var part))
            {
                return false;
            }

            seconds += part;
        }

        if (text.Length == 0 || seconds > _longest.TotalSeconds)
        {
            return false;
        }

        duration = TimeSpan.FromSeconds(seconds);
        return true;
    }

    /// <summary>Writes a duration in the same form.</summary>
    public static string Format(TimeSpan duration)
    {
        if (duration < TimeSpan.FromSeconds(1))
        {
            return duration == TimeSpan.Zero ? "0s" : string.Create(CultureInfo.InvariantCulture, $"{duration.TotalMilliseconds:0.###}ms");
        }

        duration = TimeSpan.FromMilliseconds(Math.Round(duration.TotalMilliseconds));
        var hours = duration >= TimeSpan.FromHours(1) ? $"{(int)duration.TotalHours}h" : "";
        var minutes = duration.Minutes > 0 ? $"{duration.Minutes}m" : "";
        var seconds = duration.Seconds + (duration.Milliseconds / 1000m);
        return seconds == 0 ? hours + minutes : string.Create(CultureInfo.InvariantCulture, $"{hours}{minutes}{seconds:0.###}s");
    }

    private static bool TryParsePart(ref ReadOnlySpan<char> rest, out double seconds)
    {
        seconds = 0;
        var digits = rest.IndexOfAnyExcept(_number);
        if (digits <= 0 || !double.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        rest = rest[digits..];
        var letters = rest.IndexOfAny(_number);
        var name = letters < 0 ? rest : rest[..letters];
        foreach (var unit in _units)
        {
            if (name.SequenceEqual(unit.Name))
            {
                rest = rest[name.Length..];
                seconds = number * unit.Seconds;
                return true;
            }
        }

        return false;
    }
}
