namespace ConsulRender.Consul.Watching;

/// <summary>When a watch in trouble asks again. Written by the watch with each failure, which it does not report each time; read by anybody.</summary>
public sealed class RetryTime
{
    private long _ticks;

    /// <summary>The time of the next try; in the past while it is under way, null when there will be none.</summary>
    public DateTimeOffset? Value => Volatile.Read(ref _ticks) is > 0 and var ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <summary>Says when; for the watch alone.</summary>
    public void Set(DateTimeOffset time) => Volatile.Write(ref _ticks, time.UtcTicks);
}
