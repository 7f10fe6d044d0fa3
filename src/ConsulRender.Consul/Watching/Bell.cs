namespace ConsulRender.Consul.Watching;

/// <summary>Calls one watch to ask; a ring while nobody waits is kept for the next wait. Owned by the watch's turn, rung by whoever saw a change.</summary>
internal sealed class Bell
{
    private TaskCompletionSource _ring = NewRing();

    /// <summary>Lets the wait end, or the next one.</summary>
    internal void Ring() => Volatile.Read(ref _ring).TrySetResult();

    /// <summary>Waits for a ring. One that comes before the next question is sent is answered by that question.</summary>
    internal async Task RungAsync(CancellationToken cancellationToken)
    {
        await Volatile.Read(ref _ring).Task.WaitAsync(cancellationToken);
        Volatile.Write(ref _ring, NewRing());
    }

    private static TaskCompletionSource NewRing() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
