namespace ConsulRender.Timing;

/// <summary>Waits for quiet: due <c>Minimum</c> after the last change, never beyond <c>Maximum</c> after the first. A pure state machine, owned by its group.</summary>
internal sealed class Quiescence(QuiescencePeriod period, TimeProvider timeProvider)
{
    private long? _firstTouch;
    private long _lastTouch;

    /// <summary>Whether a change waits to be applied.</summary>
    public bool IsPending => _firstTouch is not null;

    /// <summary>How long until the change is due: zero when it is due now, null when nothing waits.</summary>
    /// <param name="now">The moment of the turn, so that equal waits of several groups end together.</param>
    public TimeSpan? RemainingAt(long now)
    {
        if (_firstTouch is not { } firstTouch)
        {
            return null;
        }

        var untilQuiet = period.Minimum - timeProvider.GetElapsedTime(_lastTouch, now);
        var untilLimit = period.Maximum - timeProvider.GetElapsedTime(firstTouch, now);
        var remaining = untilQuiet < untilLimit ? untilQuiet : untilLimit;
        return remaining > TimeSpan.Zero ? remaining : TimeSpan.Zero;
    }

    /// <summary>Says that something changed.</summary>
    /// <param name="now">The moment of the turn that heard of it.</param>
    public void Touch(long now)
    {
        _lastTouch = now;
        _firstTouch ??= now;
    }

    /// <summary>Says that the change was applied, or is void.</summary>
    public void Clear() => _firstTouch = null;
}

/// <summary>How long to wait for quiet; zero for both applies at once. Immutable.</summary>
/// <param name="Minimum">The quiet time after the last change.</param>
/// <param name="Maximum">The longest time after the first change; at least the minimum.</param>
public sealed record QuiescencePeriod(TimeSpan Minimum, TimeSpan Maximum)
{
    /// <summary>No waiting.</summary>
    public static QuiescencePeriod None { get; } = new(TimeSpan.Zero, TimeSpan.Zero);

    /// <summary>Reads <c>MIN[:MAX]</c>, such as <c>5s:20s</c>; the maximum is four times the minimum when left out. Null when it is not that.</summary>
    public static QuiescencePeriod? Parse(string text)
    {
        var parts = text.Split(':');
        if (parts.Length > 2 || !GoDuration.TryParse(parts[0], out var minimum))
        {
            return null;
        }

        var maximum = minimum * 4;
        return (parts.Length == 1 || GoDuration.TryParse(parts[1], out maximum)) && maximum >= minimum
            ? new QuiescencePeriod(minimum, maximum)
            : null;
    }
}
