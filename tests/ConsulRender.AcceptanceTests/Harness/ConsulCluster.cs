using System.Text.Json.Nodes;

namespace ConsulRender.AcceptanceTests.Harness;

/// <summary>Three servers that have met and agreed on a leader; owned by the test that started them.</summary>
public sealed class ConsulCluster : IAsyncDisposable
{
    private readonly Member[] _servers = [new(), new(), new()];

    /// <summary>All three.</summary>
    public IReadOnlyList<ConsulAgent> Servers => _servers;

    /// <summary>Who leads when the cluster starts.</summary>
    public ConsulAgent Leader { get; private set; } = null!;

    /// <summary>The other two.</summary>
    public IReadOnlyList<ConsulAgent> Followers { get; private set; } = [];

    /// <summary>Starts the servers and lets them meet.</summary>
    public async Task StartAsync()
    {
        await Task.WhenAll(_servers.Select(server => server.InitializeAsync().AsTask()));
        await Task.WhenAll(_servers.Skip(1).Select(server => server.JoinAsync(_servers[0])));
        foreach (var server in _servers)
        {
            await Eventually.HoldsAsync($"three servers in the catalog of {server.Address}", () => KnowsAllAsync(server), timeout: TimeSpan.FromSeconds(30));
        }

        await FindLeaderAsync();
    }

    /// <summary>Waits until all three run and agree on who leads, which may be another by now.</summary>
    public async Task FindLeaderAsync()
    {
        var said = "";
        await Eventually.HoldsAsync("three servers that name one leader", IsAgreedAsync, () => said, TimeSpan.FromSeconds(60));

        async Task<bool> IsAgreedAsync()
        {
            var names = await Task.WhenAll(_servers.Select(server => server.GetAsync("status/leader")));
            said = string.Join(", ", names.Select(name => name?.ToJsonString() ?? "nobody"));
            var leader = names[0]?.GetValue<string>();
            if (names.Any(name => name?.GetValue<string>() != leader) || _servers.SingleOrDefault(server => server.ServerAddress == leader) is not { } found)
            {
                return false;
            }

            Leader = found;
            Followers = [.. _servers.Where(server => server != found)];
            return true;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }
    }

    private static async Task<bool> KnowsAllAsync(Member server) => await server.GetAsync("catalog/service/consul?stale") is JsonArray { Count: 3 };

    private sealed class Member() : ConsulAgent([], AgentRole.OneOfThree);
}
