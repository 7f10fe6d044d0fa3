using ConsulRender.AcceptanceTests.Harness;

namespace ConsulRender.AcceptanceTests;

/// <summary>The signals that ask the program to stop, and the one that asks how it is.</summary>
public sealed class SignalTests(ConsulAgent agent) : IClassFixture<ConsulAgent>
{
    [Theory(Timeout = 60_000)]
    [InlineData(Signal.Terminate)]
    [InlineData(Signal.Interrupt)]
    [InlineData(Signal.Quit)]
    public async Task A_daemon_that_is_asked_to_stop_ends_with_success_and_leaves_its_files(Signal signal)
    {
        await using var workspace = new Workspace();
        await agent.PutKeyAsync("signal/x", "kept");
        workspace.Write("t.liquid", """{{ key("signal/x") }}""");
        await using var daemon = workspace.Start("-consul-addr", agent.Address, "-template", "t.liquid:out/file");
        await workspace.FileHoldsAsync("out/file", "kept", daemon);

        daemon.Send(signal);

        Assert.Equal(ExitCodes.Success, await daemon.ExitsAsync(TimeSpan.FromSeconds(5)));
        Assert.Equal([workspace["out/file"]], Directory.EnumerateFileSystemEntries(workspace["out"]));
        Assert.Empty(Workspace.Complaints(daemon));
    }

    [Theory(Timeout = 60_000)]
    [InlineData(Signal.Terminate)]
    [InlineData(Signal.Interrupt)]
    [InlineData(Signal.Hangup)]
    [InlineData(Signal.User2)]
    public async Task A_single_run_that_is_stopped_before_its_files_are_in_place_says_interrupted(Signal signal)
    {
        await using var workspace = new Workspace();
        await agent.PutKeyAsync("signal/mark", "up");
        workspace.Write("t.liquid", """{{ key("signal/missing") }}""");
        workspace.Write("mark.liquid", """{{ key("signal/mark") }}""");
        await using var run = workspace.Start(
            "-once", "-kill-signal", "usr2", "-consul-addr", agent.Address, "-template", "mark.liquid:mark.txt", "-template", "t.liquid:out.txt");
        await Eventually.StaysAsync("nothing is written", () => !File.Exists(workspace["mark.txt"]) && !run.HasExited, TimeSpan.FromSeconds(1));

        run.Send(signal);

        Assert.Equal(ExitCodes.Interrupted, await run.ExitsAsync(TimeSpan.FromSeconds(5)));
        Assert.False(File.Exists(workspace["out.txt"]));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_reload_that_has_begun_is_finished_before_the_daemon_stops()
    {
        await using var workspace = new Workspace();
        await agent.PutKeyAsync("signal/slow", "x");
        workspace.Write("t.liquid", """{{ key("signal/slow") }}""");
        await using var daemon = workspace.Start(
            "-consul-addr", agent.Address, "-template", "t.liquid:out/file:touch started; sleep 1; touch finished");
        await Eventually.HoldsAsync("the reload command runs", () => File.Exists(workspace["started"]), () => daemon.Transcript);

        daemon.Send(Signal.Terminate);

        Assert.Equal(ExitCodes.Success, await daemon.ExitsAsync(TimeSpan.FromSeconds(10)));
        Assert.True(File.Exists(workspace["finished"]), daemon.Transcript);
        Assert.Equal("x", workspace.Read("out/file"));
    }

    [Fact(Timeout = 60_000)]
    public async Task The_settings_may_name_one_more_signal_that_stops_the_daemon()
    {
        await using var workspace = new Workspace();
        await agent.PutKeyAsync("signal/more", "x");
        workspace.Write("t.liquid", """{{ key("signal/more") }}""");
        await using var daemon = workspace.Start("-consul-addr", agent.Address, "-template", "t.liquid:out/file", "-kill-signal", "usr2");
        await workspace.FileHoldsAsync("out/file", "x", daemon);

        daemon.Send(Signal.User2);

        Assert.Equal(ExitCodes.Success, await daemon.ExitsAsync(TimeSpan.FromSeconds(5)));
    }

    [Fact(Timeout = 60_000)]
    public async Task SIGUSR1_writes_the_status_to_the_log_and_the_daemon_runs_on()
    {
        await using var workspace = new Workspace();
        await agent.PutKeyAsync("signal/status", "x");
        workspace.Write("good.liquid", """{{ key("signal/status") }}""");
        workspace.Write("waiting.liquid", """{{ key("signal/absent") }}""");
        workspace.Write("failed.liquid", """{{ key("signal/status") }}""");
        workspace.Write("settings.json", """{ "template": { "source": "failed.liquid", "destination": "failed.txt", "check": ["false", "{path}"] } }""");
        await using var daemon = workspace.Start(
            "-consul-addr", agent.Address, "-config", "settings.json", "-template", "good.liquid:good.txt", "-template", "waiting.liquid:waiting.txt");
        await workspace.FileHoldsAsync("good.txt", "x", daemon);
        await Eventually.HoldsAsync("the failure", () => daemon.Errors.Contains("exit code 1", StringComparison.Ordinal), () => daemon.Transcript);

        await Eventually.HoldsAsync(
            "a status in which Consul has answered",
            async () =>
            {
                daemon.Send(Signal.User1);
                await Eventually.HoldsAsync("a status", () => daemon.Errors.Contains("status: waiting.txt: ", StringComparison.Ordinal), () => daemon.Transcript);
                return daemon.Errors.Contains("(Consul has no such key)", StringComparison.Ordinal);
            },
            () => daemon.Transcript);

        const string Time = "2[-0-9]{9}T[:0-9]{8}Z";
        const string Check = "failed: failed\\.txt: check command \"false \\{path}\" failed with exit code 1; the file was left as it is";
        string[] expected =
        [
            $"degraded since {Time}; 1 of 3 files up to date; {Check}; waiting for key\\(\"signal/absent\"\\)",
            "good\\.txt: written",
            $"waiting\\.txt: waiting \\(missing\\) since {Time}; not written yet; waits for key\\(\"signal/absent\"\\) at waiting\\.liquid:1:4 \\(Consul has no such key\\)",
            $"failed\\.txt: degraded \\(check\\) since {Time}, next try {Time}; {Check}",
        ];
        Assert.All(expected, line => Assert.Matches($"\\[INFO\\] status: {line}\n", daemon.Errors));
        Assert.False(daemon.HasExited);
    }

    /// <summary>Whatever the moment, the file is whole, nothing is left beside it, and the end is a success.</summary>
    [Fact(Timeout = 120_000)]
    public async Task A_daemon_that_is_stopped_while_changes_stream_in_ends_cleanly_each_time()
    {
        await using var workspace = new Workspace();
        await agent.PutKeyAsync("signal/load", "0");
        workspace.Write("t.liquid", """begin {{ key("signal/load") }} end""");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var changes = ChangeAsync(stop.Token);
        for (var round = 0; round < 10; round++)
        {
            await using var daemon = workspace.Start("-consul-addr", agent.Address, "-template", "t.liquid:out/file:echo run >> reloads.txt", "-pid-file", "run.pid");
            var reloads = workspace.Lines("reloads.txt").Length;
            await Eventually.HoldsAsync("some changes", () => workspace.Lines("reloads.txt").Length > reloads + round, () => daemon.Transcript);

            daemon.Send(Signal.Terminate);

            Assert.Equal(ExitCodes.Success, await daemon.ExitsAsync(TimeSpan.FromSeconds(5)));
            Assert.Matches("^begin [0-9]+ end$", workspace.Read("out/file"));
            Assert.Equal([workspace["out/file"]], Directory.EnumerateFileSystemEntries(workspace["out"]));
            Assert.False(File.Exists(workspace["run.pid"]));
            Assert.Empty(Workspace.Complaints(daemon));
        }

        await stop.CancelAsync();
        await changes;
    }

    private async Task ChangeAsync(CancellationToken stop)
    {
        for (var value = 1; !stop.IsCancellationRequested; value++)
        {
            await agent.PutKeyAsync("signal/load", $"{value}");
        }
    }
}
