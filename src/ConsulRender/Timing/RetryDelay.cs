namespace ConsulRender.Timing;

/// <summary>When to try a failed apply again although nothing changed: after 10 s, doubling up to 10 min, or 1 h after a reload. A pure state machine, owned by its group.</summary>
internal sealed class RetryDelay(TimeProvider timeProvider)
{
    private static readonly TimeSpan _first = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _longest = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan _longestOfReloads = TimeSpan.FromHours(1);

    private long? _failedAt;
    private long? _disarmed;
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
    /// <param name="ofReload">Whether a program was told of the files and did not like them, so that each try may disturb it.</param>
    public void MarkFailure(bool ofReload = false)
    {
        _failedAt = timeProvider.GetTimestamp();
        var next = _delay == TimeSpan.Zero ? _first : _delay * 2;
        var longest = ofReload ? _longestOfReloads : _longest;
        _delay = next < longest ? next : longest;
    }

    /// <summary>Says that the next try is under way; if it fails, too, the delay goes on doubling.</summary>
    public void Disarm() => (_disarmed, _failedAt) = (_failedAt ?? _disarmed, null);

    /// <summary>Says that it was not made after all; it stays as far away as it was.</summary>
    public void Resume() => _failedAt = _disarmed;

    /// <summary>Stands for another one from now on, whose next try is made or resumed next.</summary>
    public void TakeOver(RetryDelay before) => (_disarmed, _delay) = (before._failedAt ?? before._disarmed, before._delay);

    /// <summary>Says that an apply succeeded, or that trying again is pointless.</summary>
    public void MarkSuccess()
    {
        _failedAt = _disarmed = null;
        _delay = TimeSpan.Zero;
    }
}
