namespace ConsulRender.Consul;

/// <summary>The clients of all agents, that without a name and those with one; nothing in it changes. Owned by whoever made it, who disposes of the clients.</summary>
/// <param name="clients">One of each name.</param>
public sealed class Agents(params IReadOnlyList<ConsulClient> clients) : IDisposable
{
    /// <summary>The clients.</summary>
    public IReadOnlyList<ConsulClient> Clients => clients;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var client in clients)
        {
            client.Dispose();
        }
    }
}
