using ConsulRender.AcceptanceTests.Harness;

namespace ConsulRender.AcceptanceTests;

/// <summary>A daemon that is stopped for a while and goes on, and one whose agent is.</summary>
public sealed class PauseTests(ConsulAgent agent) : IClassFixture<ConsulAgent>
{
    [Fact(Timeout = 60_000)]
    public async Task A_daemon_that_was_stopped_follows_what_changed_meanwhile()
    {
        await using var workspace = new Workspace();
        await using var daemon = await StartAsync(workspace, agent);
        var before = workspace.Contents();

        daemon.Send(Signal.Stop);

        // On a busy machine it takes a while until the kernel has done so.
        await Eventually.HoldsAsync("the daemon to stand still", () => File.ReadAllText($"/proc/{daemon.Id}/status").Contains("State:\tT", StringComparison.Ordinal));
        await agent.PutKeyAsync("pause/x", "2");
        await Eventually.StaysAsync("a stopped daemon does nothing", () => !daemon.HasExited, TimeSpan.FromSeconds(6));
        Assert.Equal(before, workspace.Contents());
        daemon.Send(Signal.Continue);

        await FollowsAsync(workspace, daemon, "2");
        await agent.PutKeyAsync("pause/x", "3");
        await FollowsAsync(workspace, daemon, "3");
        Assert.Equal(["run", "run", "run"], workspace.Lines("reloads.txt"));
    }

    /// <summary>It does not refuse and does not answer, so only the daemon's patience ends the wait: some of the second that it asks for, and fifteen.</summary>
    [Fact(Timeout = 120_000)]
    public async Task An_agent_that_was_stopped_for_longer_than_patience_changes_no_file_and_is_followed_again()
    {
        await using var paused = new ConsulAgent();
        await paused.InitializeAsync();
        await using var workspace = new Workspace();
        await using var daemon = await StartAsync(workspace, paused, "-config", "settings.json");
        var before = workspace.Contents();

        paused.Send(Signal.Stop);
        await Eventually.HoldsAsync(
            "the log says that there is no answer", () => daemon.Errors.Contains("key(\"pause/x\"): no answer within 1", StringComparison.Ordinal), () => daemon.Transcript, TimeSpan.FromSeconds(40));
        daemon.Send(Signal.User1);
        await Eventually.HoldsAsync("the status says so, too", () => Statuses(daemon).Any(line => line.Contains("no answer within 1", StringComparison.Ordinal)), () => daemon.Transcript);
        Assert.Equal(before, workspace.Contents());
        paused.Send(Signal.Continue);

        await paused.PutKeyAsync("pause/x", "2");
        await FollowsAsync(workspace, daemon, "2");
        await Eventually.HoldsAsync("it is said that Consul answers again", () => daemon.Errors.Contains("Consul answers again", StringComparison.Ordinal), () => daemon.Transcript);
        Assert.Equal(["run", "run"], workspace.Lines("reloads.txt"));
    }

    private static IEnumerable<string> Statuses(RunningProcess daemon) => daemon.Errors.Split('\n').Where(line => line.Contains("] status: ", StringComparison.Ordinal));

    private static async Task<RunningProcess> StartAsync(Workspace workspace, ConsulAgent agent, params string[] more)
    {
        await agent.PutKeyAsync("pause/x", "1");
        workspace.Write("settings.json", """{ "block_query_wait": "1s" }""");
        workspace.Write("t.liquid", """{{ key("pause/x") }}""");
        var daemon = workspace.Start(["-consul-addr", agent.Address, "-template", "t.liquid:out/file:echo run >> reloads.txt", .. more]);
        await workspace.FileHoldsAsync("out/file", "1", daemon);
        await Eventually.HoldsAsync("the first reload", () => workspace.Lines("reloads.txt").Length == 1, () => daemon.Transcript);
        return daemon;
    }

    private static async Task FollowsAsync(Workspace workspace, RunningProcess daemon, string text)
    {
        var reloads = int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
        await workspace.FileHoldsAsync("out/file", text, daemon);
        await Eventually.HoldsAsync($"reload {reloads}", () => workspace.Lines("reloads.txt").Length == reloads, () => daemon.Transcript);
    }
}
