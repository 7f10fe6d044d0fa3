namespace ConsulRender.Timing;

/// <summary>Keeps a change of a group that long away from the last reload. A pure state machine, owned by its group.</summary>
/// <remarks>
/// Whoever runs the group's command counts. But what is reloaded while a change waits does not make it wait longer: a group without
/// an interval, which shares the command and changes all the time, would keep it for ever.
/// </remarks>
internal sealed class ReloadInterval(TimeSpan least, TimeProvider timeProvider)
{
    private long? _lastReload;
    private long? _before;

    /// <summary>How long the change has to wait; zero when it has not.</summary>
    public TimeSpan RemainingAt(long now) =>
        _before is { } before ? Pace.Later(least - timeProvider.GetElapsedTime(before, now), TimeSpan.Zero) : TimeSpan.Zero;

    /// <summary>Says that a change came, after a time without any.</summary>
    public void Begin() => _before = _lastReload;

    /// <summary>Says that this stands for another one from now on.</summary>
    public void TakeOver(ReloadInterval before) => _lastReload = _before = before._lastReload;

    /// <summary>Says that the group's command has been run.</summary>
    public void MarkReload(long now) => _lastReload = now;
}
