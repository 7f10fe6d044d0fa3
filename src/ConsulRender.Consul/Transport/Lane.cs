namespace ConsulRender.Consul.Transport;

/// <summary>A set of connections: one of HTTP/2, or all that HTTP/1.1 needs. Owned by the client's <see cref="Lanes"/>.</summary>
/// <remarks>
/// An agent works on a question until its wait ends, whether somebody still listens or not, and Go's server since 1.20.10 starts no more than 250 at once on a connection,
/// given-up ones included: what comes after waits without being told of changes. So a place is free only when the question that was given up must have ended.
/// </remarks>
internal sealed class Lane(HttpMessageInvoker invoker, TimeProvider timeProvider) : IDisposable
{
    // Those that leave later are mostly those that end later; one that does not is kept a little longer.
    private readonly Queue<GivenUp> _givenUp = [];
    private int _watches;

    /// <summary>How many watches use it, those that the agent may not have done with included.</summary>
    internal int Watches
    {
        get
        {
            Forget();
            return _watches + _givenUp.Count;
        }
    }

    /// <summary>Takes the place of one watch.</summary>
    internal void Take() => _watches++;

    /// <summary>Gives it back. The lane stays open for others.</summary>
    /// <param name="hold">How long the agent may go on with the watch's last question.</param>
    internal void GiveBack(TimeSpan hold)
    {
        Forget();
        _watches--;
        _givenUp.Enqueue(new(timeProvider.GetTimestamp(), hold));
    }

    /// <summary>Sends a request.</summary>
    internal Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => invoker.SendAsync(request, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => invoker.Dispose();

    private void Forget()
    {
        while (_givenUp.TryPeek(out var oldest) && timeProvider.GetElapsedTime(oldest.Since) >= oldest.Hold)
        {
            _givenUp.Dequeue();
        }
    }

    private sealed record GivenUp(long Since, TimeSpan Hold);
}
