namespace ConsulRender;

/// <summary>
/// Gives memory back to the system when the loop has been quiet for <see cref="Quiet"/> after enough was allocated. Owned by the <see cref="Runner"/>,
/// inside its loop.
/// </summary>
/// <remarks>
/// Hundreds of watches renew what they hold one by one, which fills several generations with what is no longer used; the collector would
/// leave it there until memory is short, on a host where other programs could use it. docs/decisions/0007 has the figures.
/// </remarks>
internal sealed class IdleMemory(TimeProvider timeProvider)
{
    /// <summary>How long nothing must happen, so that a collection never stands in the way of a change.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2);

    // Less is not worth a collection, which takes a few milliseconds.
    private const long Least = 1L << 20;

    private long _lastNews = timeProvider.GetTimestamp();
    private long _dueAt = Least;

    /// <summary>The bytes that this process has allocated so far; tests replace it.</summary>
    internal Func<long> Allocated { get; init; } = static () => GC.GetTotalAllocatedBytes();

    /// <summary>The bytes that are in use; tests replace it.</summary>
    internal Func<long> InUse { get; init; } = static () => GC.GetTotalMemory(forceFullCollection: false);

    /// <summary>How long until a collection is due; null when there is nothing to give back.</summary>
    public TimeSpan? Remaining
    {
        get
        {
            if (Allocated() < _dueAt)
            {
                return null;
            }

            var remaining = Quiet - timeProvider.GetElapsedTime(_lastNews);
            return remaining > TimeSpan.Zero ? remaining : TimeSpan.Zero;
        }
    }

    /// <summary>Says that something happened now.</summary>
    public void Touch() => _lastNews = timeProvider.GetTimestamp();

    /// <summary>Collects when it is due.</summary>
    public void Release()
    {
        if (Remaining == TimeSpan.Zero)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);

            // A collection costs as much as there is in use, so the more that is, the more must have been allocated to pay for the next.
            _dueAt = Allocated() + Math.Max(Least, InUse() / 2);
        }
    }
}
