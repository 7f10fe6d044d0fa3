namespace ConsulRender.Consul.Watching;

/// <summary>Calls one watch to ask; a ring while nobody waits is kept for the next wait. Owned by the watch's turn, rung by whoever saw a change.</summary>
internal sealed class Bell
{
    private TaskCompletionSource _ring = NewRing();
    private int _isAfterFailure;

    /// <summary>Lets the wait end, or the next one.</summary>
    /// <param name="afterFailure">Whether whoever rings could not ask the agent before.</param>
    internal void Ring(bool afterFailure = false)
    {
        if (afterFailure)
        {
            Interlocked.Exchange(ref _isAfterFailure, 1);
        }

        Volatile.Read(ref _ring).TrySetResult();
    }

    /// <summary>Whether a ring since the last look came after a failure.</summary>
    internal bool TakeFailure() => Interlocked.Exchange(ref _isAfterFailure, 0) == 1;

    /// <summary>Waits for a ring. One that comes before the next question is sent is answered by that question.</summary>
    internal async Task RungAsync(CancellationToken cancellationToken)
    {
        await Volatile.Read(ref _ring).Task.WaitAsync(cancellationToken);
        Volatile.Write(ref _ring, NewRing());
    }

    private static TaskCompletionSource NewRing() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
