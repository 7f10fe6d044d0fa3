namespace ConsulRender.Consul;

/// <summary>Asks one agent; holds the connections, knows nothing of watching. Owned by whoever made it.</summary>
public sealed class ConsulClient : IDisposable
{
    /// <summary>A client of the agent in the options; the handler is for tests that script an agent.</summary>
    public ConsulClient(ConsulOptions options, TimeProvider timeProvider, HttpMessageHandler? handler = null)
    {
        _ = options;
        _ = timeProvider;
        _ = handler;
    }

    /// <summary>One query. An index of 0 answers at once; another waits until the index moves or <see cref="ConsulOptions.BlockQueryWait"/> is over.</summary>
    /// <exception cref="ConsulException">No usable answer.</exception>
    public Task<Reading> QueryAsync(Dependency dependency, ulong index, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
