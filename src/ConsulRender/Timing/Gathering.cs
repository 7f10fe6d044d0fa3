namespace ConsulRender.Timing;

/// <summary>Keeps a change that is due back while others that belong to it are still being evaluated, but never long. A pure state machine, owned by its group.</summary>
internal sealed class Gathering(TimeProvider timeProvider)
{
    private long? _since;

    /// <summary>How long the change is kept back at most; null when it is not.</summary>
    public TimeSpan? RemainingAt(long now) => _since is { } since ? Pace.Later(Pace.Longest - timeProvider.GetElapsedTime(since, now), TimeSpan.Zero) : null;

    /// <summary>Says that others are late.</summary>
    /// <returns>Whether they are still waited for.</returns>
    public bool WaitAt(long now)
    {
        _since ??= now;
        return RemainingAt(now) > TimeSpan.Zero;
    }

    /// <summary>Says that nothing is due, or that it was applied.</summary>
    public void Clear() => _since = null;
}
