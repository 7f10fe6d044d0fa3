using System.Text.Json.Nodes;
using ConsulRender.AcceptanceTests.Harness;

namespace ConsulRender.AcceptanceTests;

/// <summary>A daemon with three servers, one of which is not heard of for a while.</summary>
public sealed class ClusterTests
{
    private const int Steady = 40;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(6);

    /// <summary>The daemon asks the paused follower, or the other; and one or two questions about each service, which are fewer than its connections, or more.</summary>
    [Theory(Timeout = 180_000)]
    [InlineData(true, 1)]
    [InlineData(true, 2)]
    [InlineData(false, 2)]
    public async Task After_a_follower_was_paused_the_file_is_that_of_a_fresh_run(bool asksThePaused, int questions)
    {
        await using var cluster = new ConsulCluster();
        await cluster.StartAsync();
        var (paused, other) = (cluster.Followers[0], cluster.Followers[1]);
        await RegisterSteadyAsync(cluster);
        var seed = Environment.TickCount;
        var changes = new RandomChanges(cluster.Leader, cluster.Leader, seed);
        await changes.FillAsync(15);
        await using var workspace = NewWorkspace(asksThePaused ? paused : other, questions);
        await using var fresh = NewWorkspace(cluster.Leader, questions);
        await using var daemon = workspace.Start("-config", "settings.json");
        await Eventually.HoldsAsync("the first file", () => File.Exists(workspace["out/services"]), () => daemon.Transcript);

        paused.Send(Signal.Stop);
        await Task.WhenAll(changes.MakeAsync(150), Task.Delay(Pause, TimeProvider.System, TestContext.Current.CancellationToken));
        paused.Send(Signal.Continue);
        await changes.MakeAsync(60);

        await ConvergesAsync($"seed {seed}", workspace, daemon, fresh);
        Assert.False(File.Exists(workspace["incomplete"]), $"a file without all services was about to be written:\n{daemon.Transcript}");
    }

    [Theory(Timeout = 180_000)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task While_the_leader_is_paused_no_file_changes_and_afterwards_they_follow(int questions)
    {
        await using var cluster = new ConsulCluster();
        await cluster.StartAsync();
        await RegisterSteadyAsync(cluster);
        await using var workspace = NewWorkspace(cluster.Followers[0], questions);
        await using var daemon = workspace.Start("-config", "settings.json");
        await Eventually.HoldsAsync("the first file", () => workspace.Lines("out/services").Length > Steady, () => daemon.Transcript);
        var before = workspace.Contents();

        cluster.Leader.Send(Signal.Stop);
        await Eventually.StaysAsync("the daemon runs on without the leader", () => !daemon.HasExited, TimeSpan.FromSeconds(10));
        cluster.Leader.Send(Signal.Continue);
        await Eventually.StaysAsync("the daemon runs on with the leader back", () => !daemon.HasExited, TimeSpan.FromSeconds(3));

        Assert.True(before.SequenceEqual(workspace.Contents()), $"something changed:\n{string.Join('\n', workspace.Contents())}\n{daemon.Transcript}");
        await cluster.Followers[0].RegisterAsync(new("steady-node", "10.3.0.1", "steady-0", "steady-0-1", 9999));
        await Eventually.HoldsAsync("the change", () => workspace.Lines("out/services").Any(line => line.Contains(":9999", StringComparison.Ordinal)), () => daemon.Transcript, TimeSpan.FromSeconds(60));
    }

    // A follower may be some milliseconds behind, and what it says first is a file's first text.
    private static async Task RegisterSteadyAsync(ConsulCluster cluster)
    {
        for (var number = 0; number < Steady; number++)
        {
            await cluster.Leader.RegisterAsync(new("steady-node", "10.3.0.1", $"steady-{number}", $"steady-{number}-1", 8000 + number));
        }

        foreach (var follower in cluster.Followers)
        {
            await Eventually.HoldsAsync(
                "the followers know all steady services",
                async () => await follower.GetAsync($"catalog/service/steady-{Steady - 1}?stale") is JsonArray { Count: 1 });
        }
    }

    private static async Task ConvergesAsync(string what, Workspace workspace, RunningProcess daemon, Workspace fresh)
    {
        var run = "";
        await Eventually.HoldsAsync($"the file is that of a fresh run, {what}", IsEqualAsync, () => $"a fresh run gives:\n{run}\nthe daemon:\n{workspace.Read("out/services")}\n{daemon.Transcript}", TimeSpan.FromSeconds(60));

        async Task<bool> IsEqualAsync()
        {
            await fresh.RunAsync(ExitCodes.Success, "-once", "-timeout", "20s", "-config", "settings.json");
            run = fresh.Read("out/services");
            return workspace.Holds("out/services", run) || daemon.HasExited;
        }
    }

    private static Workspace NewWorkspace(ConsulAgent agent, int questions)
    {
        var workspace = new Workspace();

        // The servers' own service is as ill as they are, so a paused one shows there.
        var second = questions == 1 ? "" : "{{ service(s.name) | size }}";
        workspace.Write("t.liquid", $$$"""
            {% for s in services %}{% unless s.name == "consul" %}{{ s.name }}{% for i in service(s.name, status: "any") %} {{ i.node }} {{ i.id }} {{ i.node_address }} {{ i.address }}:{{ i.port }} {{ i.tags | join: "," }} {{ i.status }}{% endfor %} {{{second}}}{% endunless %}
            {% endfor %}
            """);

        // What is checked is what would be written, so nothing escapes between two looks at the file.
        workspace.WriteScript("complete", $$"""
            [ "$(grep -c '^steady-.*steady-node.*passing' "$1")" = {{Steady}} ] || { cp "$1" incomplete; exit 1; }
            """);
        workspace.Write("settings.json", $$"""
            {
              "consul": { "address": "{{agent.Address}}" },
              "template": { "source": "t.liquid", "destination": "out/services", "check": "./complete {path}" }
            }
            """);
        return workspace;
    }
}
