namespace ConsulRender;

/// <summary>When to try a failed apply again although nothing changed: after 10 s, doubling up to 10 min. A pure state machine, owned by its group.</summary>
internal sealed class RetryDelay(TimeProvider timeProvider)
{
    private static readonly TimeSpan _first = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _longest = TimeSpan.FromMinutes(10);

    private long? _failedAt;
    private TimeSpan _delay;

    /// <summary>The moment of the next try, as a timestamp; null when none is planned.</summary>
    public long? At => _failedAt + (long)(_delay.TotalSeconds * timeProvider.TimestampFrequency);

    /// <summary>How long until the next try; null when none is planned.</summary>
    public TimeSpan? Remaining
    {
        get
        {
            if (_failedAt is not { } failedAt)
            {
                return null;
            }

            var remaining = _delay - timeProvider.GetElapsedTime(failedAt);
            return remaining > TimeSpan.Zero ? remaining : TimeSpan.Zero;
        }
    }

    /// <summary>Says that an apply failed now.</summary>
    public void MarkFailure()
    {
        _failedAt = timeProvider.GetTimestamp();
        var next = _delay == TimeSpan.Zero ? _first : _delay * 2;
        _delay = next < _longest ? next : _longest;
    }

    /// <summary>Says that the next try is under way; if it fails, too, the delay goes on doubling.</summary>
    public void Disarm() => _failedAt = null;

    /// <summary>Says that an apply succeeded, or that trying again is pointless.</summary>
    public void MarkSuccess()
    {
        _failedAt = null;
        _delay = TimeSpan.Zero;
    }
}
