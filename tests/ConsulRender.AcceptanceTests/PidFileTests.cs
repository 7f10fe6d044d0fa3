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
