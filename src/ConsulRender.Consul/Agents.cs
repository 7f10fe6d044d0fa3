namespace ConsulRender.Consul;

/// <summary>The clients of all agents, that without a name and those with one; nothing in it changes. Owned by whoever made it, who disposes of the clients.</summary>
/// <param name="clients">One of each name.</param>
public sealed class Agents(params IReadOnlyList<ConsulClient> clients) : IDisposable
{
    /// <summary>The clients.</summary>
    public IReadOnlyList<ConsulClient> Clients => clients;

    /// <summary>The client of the agent that a question is for.</summary>
    /// <exception cref="ArgumentException">There is none; a template with such a question should have been refused.</exception>
    public ConsulClient Of(ConsulQuery question)
    {
        // There are few of them, mostly one.
        foreach (var client in clients)
        {
            if (client.Agent == question.Scope.Agent)
            {
                return client;
            }
        }

        throw new ArgumentException($"there is no agent to ask {question}", nameof(question));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var client in clients)
        {
            client.Dispose();
        }
    }
}
