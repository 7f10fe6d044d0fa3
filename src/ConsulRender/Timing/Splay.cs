namespace ConsulRender.Timing;

/// <summary>Puts each change that is due off by a random time, so that a fleet does not reload together. A pure state machine, owned by its group.</summary>
internal sealed class Splay(TimeSpan longest, TimeProvider timeProvider)
{
    private long? _drawnAt;
    private TimeSpan _delay;

    /// <summary>Whether the change has yet to be put off.</summary>
    public bool IsUndrawn => longest > TimeSpan.Zero && _drawnAt is null;

    /// <summary>How long the change is still put off, whatever comes meanwhile; null when it was not.</summary>
    public TimeSpan? RemainingAt(long now) =>
        _drawnAt is { } drawnAt ? Pace.Later(_delay - timeProvider.GetElapsedTime(drawnAt, now), TimeSpan.Zero) : null;

    /// <summary>Puts the change off.</summary>
    /// <param name="now">The moment of the turn.</param>
    /// <param name="fraction">How much of the longest time, from 0 to 1.</param>
    public void Draw(long now, double fraction) => (_drawnAt, _delay) = (now, longest * fraction);

    /// <summary>Says that the change was applied, or is void.</summary>
    public void Clear() => _drawnAt = null;
}
