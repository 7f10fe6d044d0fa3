using ConsulRender.AcceptanceTests.Harness;

namespace ConsulRender.AcceptanceTests;

/// <summary>The file that says which process the daemon is.</summary>
public sealed class PidFileTests(ConsulAgent agent) : IClassFixture<ConsulAgent>
{
    [Fact(Timeout = 60_000)]
    public async Task It_is_there_while_the_daemon_runs_and_a_second_one_does_not_start()
    {
        await using var workspace = await NewWorkspaceAsync();
        await using var daemon = workspace.Start("-config", "settings.json");
        await workspace.FileHoldsAsync("out/file", "x", daemon);
        Assert.Equal($"{daemon.Id}\n", workspace.Read("run.pid"));

        var second = await workspace.RunAsync(ExitCodes.Settings, "-config", "settings.json");
        Assert.Equal([$"consulrender: error: another consulrender is running with PID {daemon.Id} (pid file run.pid)"], Workspace.Complaints(second));
        Assert.Equal($"{daemon.Id}\n", workspace.Read("run.pid"));

        daemon.Send(Signal.Terminate);
        Assert.Equal(ExitCodes.Success, await daemon.ExitsAsync(TimeSpan.FromSeconds(5)));
        Assert.False(File.Exists(workspace["run.pid"]));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_a_killed_daemon_left_behind_is_replaced()
    {
        await using var workspace = await NewWorkspaceAsync();
        await using var killed = workspace.Start("-config", "settings.json");
        await workspace.FileHoldsAsync("out/file", "x", killed);
        killed.Send(Signal.Kill);
        await killed.ExitsAsync();
        Assert.Equal($"{killed.Id}\n", workspace.Read("run.pid"));

        await using var daemon = workspace.Start("-config", "settings.json");

        await Eventually.HoldsAsync("the new process ID", () => workspace.Holds("run.pid", $"{daemon.Id}\n"), () => daemon.Transcript);
        Assert.Contains($"the pid file run.pid held process {killed.Id}", daemon.Errors, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Of_many_that_start_over_a_stale_file_at_once_one_runs()
    {
        await using var workspace = await NewWorkspaceAsync();
        for (var round = 0; round < 3; round++)
        {
            workspace.Write("run.pid", "999999999\n");
            var daemons = Enumerable.Range(0, 6).Select(_ => workspace.Start("-config", "settings.json")).ToList();
            await Eventually.HoldsAsync(
                "all but one have ended", () => daemons.Count(daemon => !daemon.HasExited) == 1, () => string.Join('\n', daemons.Select(daemon => daemon.Transcript)));

            var running = daemons.Single(daemon => !daemon.HasExited);
            await workspace.FileHoldsAsync("out/file", "x", running);
            Assert.Equal($"{running.Id}\n", workspace.Read("run.pid"));
            running.Send(Signal.Kill);
            await running.ExitsAsync();
        }
    }

    /// <summary>Whoever waits for the file may take it as the sign that signals are heard.</summary>
    [Fact(Timeout = 60_000)]
    public async Task A_signal_that_comes_as_soon_as_it_is_there_is_heard()
    {
        await using var workspace = await NewWorkspaceAsync();
        for (var round = 0; round < 10; round++)
        {
            await using var daemon = workspace.Start("-config", "settings.json");
            while (!File.Exists(workspace["run.pid"]))
            {
                Assert.False(daemon.HasExited, daemon.Transcript);
            }

            daemon.Send(Signal.Hangup);
            await Eventually.HoldsAsync("the reading", () => daemon.HasExited || daemon.Errors.Contains("read settings and templates again", StringComparison.Ordinal), () => daemon.Transcript);

            daemon.Send(Signal.Terminate);
            Assert.Equal(ExitCodes.Success, await daemon.ExitsAsync(TimeSpan.FromSeconds(5)));
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task One_that_cannot_be_written_ends_the_start_before_anything_is_done()
    {
        await using var workspace = await NewWorkspaceAsync();

        var run = await workspace.RunAsync(ExitCodes.Settings, "-config", "settings.json", "-pid-file", "absent/run.pid");

        Assert.Equal(["consulrender: error: the pid file absent/run.pid cannot be written: its directory does not exist"], Workspace.Complaints(run));
        Assert.False(Directory.Exists(workspace["out"]));
    }

    private async Task<Workspace> NewWorkspaceAsync()
    {
        await agent.PutKeyAsync("pid/x", "x");
        var workspace = new Workspace();
        workspace.Write("t.liquid", """{{ key("pid/x") }}""");
        workspace.Write("settings.json", $$"""
            { "consul": { "address": "{{agent.Address}}" }, "pid_file": "run.pid", "template": { "source": "t.liquid", "destination": "out/file" } }
            """);
        return workspace;
    }
}
