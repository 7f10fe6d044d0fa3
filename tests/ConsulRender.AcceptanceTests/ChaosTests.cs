using ConsulRender.AcceptanceTests.Harness;

namespace ConsulRender.AcceptanceTests;

/// <summary>
/// Daemons at an agent of a cluster in which everything changes all the time, while parts of it die: afterwards the files are those of a fresh run, no text on the way lacked
/// what was there all the time, nothing was reloaded for a text that was told already, and memory is what it was.
/// </summary>
/// <remarks>With <c>CONSULRENDER_CHAOS=full</c> everything lasts as long as in earnest, with the settings of those who set nothing.</remarks>
public sealed class ChaosTests(ClusterUnderChurn setup) : IClassFixture<ClusterUnderChurn>
{
    [Fact(Timeout = 600_000)]
    public Task A_leader_that_is_killed() => setup.EndureAsync("after the leader was killed", async () =>
    {
        var leader = setup.Cluster.Leader;
        await leader.KillAsync();
        await ClusterUnderChurn.PauseAsync(ClusterUnderChurn.IsFull ? 20 : 3);
        await BackAsync(leader, setup.Cluster.Servers.First(server => server != leader));
    });

    [Fact(Timeout = 600_000)]
    public Task A_quorum_that_is_lost() => setup.EndureAsync("after the quorum was lost", async () =>
    {
        var gone = new[] { setup.Cluster.Leader, setup.Cluster.Followers[0] };
        await Task.WhenAll(gone.Select(server => server.KillAsync()));
        await ClusterUnderChurn.PauseAsync(ClusterUnderChurn.IsFull ? 60 : 8);
        var stayed = setup.Cluster.Servers.Single(server => !gone.Contains(server));
        await Task.WhenAll(gone.Select(server => BackAsync(server, stayed)));
    });

    [Fact(Timeout = 600_000)]
    public Task An_agent_that_starts_again_with_an_empty_data_directory() => setup.EndureAsync("after the agent lost its data", () => setup.LoseOwnServiceAsync(async () =>
    {
        await setup.Agent.KillAsync();
        await ClusterUnderChurn.PauseAsync(ClusterUnderChurn.IsFull ? 5 : 1);
        await setup.Agent.RestartEmptyAsync();

        // It knows no server yet and says so.
        await ClusterUnderChurn.PauseAsync(ClusterUnderChurn.IsFull ? 5 : 1);
        await setup.Agent.JoinAsync(setup.Cluster.Leader);
    }));

    [Fact(Timeout = 600_000)]
    public Task A_server_that_starts_again_with_an_empty_data_directory() => setup.EndureAsync("after a server lost its data", async () =>
    {
        var server = setup.AskedServer;
        await server.KillAsync();
        await ClusterUnderChurn.PauseAsync(ClusterUnderChurn.IsFull ? 20 : 2);
        await server.RestartEmptyAsync();

        // As it knows nobody, it has nothing to say; it says so with empty lists to whoever is content with that.
        await ClusterUnderChurn.PauseAsync(ClusterUnderChurn.IsFull ? 5 : 1);
        await server.JoinAsync(setup.Cluster.Servers[1]);
    });

    [Fact(Timeout = 600_000)]
    public Task Connections_to_the_agent_that_are_reset_and_packets_that_are_lost() => setup.EndureAsync("after connections were reset and packets lost", async () =>
    {
        for (var time = 0; time < 10; time++)
        {
            Each(way => way.Reset());
            await ClusterUnderChurn.PauseAsync(ClusterUnderChurn.IsFull ? 2 : 0.2);
        }

        Each(way => way.Cut());
        await ClusterUnderChurn.PauseAsync(ClusterUnderChurn.IsFull ? 60 : 3);
        Each(way => way.Open());
    });

    private void Each(Action<LoopbackProxy> change)
    {
        foreach (var way in setup.Ways)
        {
            change(way);
        }
    }

    // Joined to one that stayed: another that is on its way back may not listen yet.
    private static async Task BackAsync(ConsulAgent server, ConsulAgent stayed)
    {
        await server.RestartAsync();
        await server.JoinAsync(stayed);
    }
}
