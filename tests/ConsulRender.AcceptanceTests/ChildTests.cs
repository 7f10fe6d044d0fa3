using ConsulRender.AcceptanceTests.Harness;

namespace ConsulRender.AcceptanceTests;

/// <summary>The child that the program supervises, as a container's main program has one.</summary>
public sealed class ChildTests(ConsulAgent agent) : IClassFixture<ConsulAgent>
{
    private const string Script =
        "echo started $(cat out/file) >>log\ntrap 'echo HUP $(cat out/file) >>log' HUP\ntrap 'echo USR2 >>log' USR2\ntrap 'echo INT >>log; exit 3' INT\necho ready >>log\ni=0\nwhile [ $i -lt 1200 ]; do sleep 0.05; i=$((i+1)); done\n";

    [Fact(Timeout = 60_000)]
    public async Task It_is_told_of_changes_and_ends_with_the_daemon_which_ended_well()
    {
        await using var workspace = await NewWorkspaceAsync("told", """ "command": ["./child"], "reload_signal": "SIGHUP" """);
        await using var daemon = await StartAsync(workspace);
        await agent.PutKeyAsync("child/told", "second");
        await LogsAsync(workspace, daemon, "HUP second");

        daemon.Send(Signal.Terminate);

        Assert.Equal(ExitCodes.Success, await daemon.ExitsAsync(TimeSpan.FromSeconds(10)));
        Assert.Equal(["started first", "ready", "HUP second", "INT"], workspace.Lines("log"));
    }

    [Fact(Timeout = 60_000)]
    public async Task It_is_started_anew_where_there_is_no_signal_for_it()
    {
        await using var workspace = await NewWorkspaceAsync("anew", """ "command": "./child" """);
        await using var daemon = await StartAsync(workspace);
        await agent.PutKeyAsync("child/anew", "second");

        await LogsAsync(workspace, daemon, "started second");
        Assert.False(daemon.HasExited);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("echo to our output; exit 7", 7)]
    [InlineData("echo to our output; exit 0", 0)]
    public async Task Its_exit_code_is_ours_also_in_a_single_run(string command, int expected)
    {
        await using var workspace = await NewWorkspaceAsync("code", $$""" "command": "{{command}}" """);

        foreach (string[] mode in new[] { Array.Empty<string>(), ["-once"], ["-once", "-timeout", "30s"] })
        {
            var run = await workspace.RunAsync(expected, [.. mode, "-consul-addr", agent.Address, "-config", "settings.json"]);
            Assert.Equal("to our output\n", run.Output);
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task A_time_limit_of_a_single_run_is_for_its_files_and_not_for_the_child()
    {
        await using var workspace = await NewWorkspaceAsync("limit", """ "command": "sleep 3; exit 5" """);

        await workspace.RunAsync(5, "-once", "-timeout", "2s", "-consul-addr", agent.Address, "-config", "settings.json");
    }

    [Fact(Timeout = 60_000)]
    public async Task Signals_that_mean_nothing_to_us_are_passed_on()
    {
        await using var workspace = await NewWorkspaceAsync("signal", """ "command": ["./child"], "reload_signal": "SIGHUP" """);
        await using var daemon = await StartAsync(workspace);

        daemon.Send((Signal)12);

        await LogsAsync(workspace, daemon, "USR2");
    }

    [Fact(Timeout = 60_000)]
    public async Task Signals_are_passed_on_in_a_single_run_too_and_an_interrupt_ends_both()
    {
        await using var workspace = await NewWorkspaceAsync("single", """ "command": ["./child"] """);
        await using var run = await StartAsync(workspace, "-once");
        run.Send((Signal)1);
        await LogsAsync(workspace, run, "HUP first");

        run.Send(Signal.Interrupt);

        Assert.Equal(ExitCodes.Interrupted, await run.ExitsAsync(TimeSpan.FromSeconds(10)));
        Assert.Equal("INT", workspace.Lines("log")[^1]);
    }

    [Fact(Timeout = 60_000)]
    public async Task It_goes_on_when_settings_are_read_again_and_is_told_of_what_changed()
    {
        await using var workspace = await NewWorkspaceAsync("again", """ "command": ["./child"], "reload_signal": "SIGUSR2" """);
        await using var daemon = await StartAsync(workspace);
        workspace.Write("t.liquid", """{{ key("child/again") }} anew""");

        daemon.Send((Signal)1);

        await workspace.FileHoldsAsync("out/file", "first anew", daemon);
        await LogsAsync(workspace, daemon, "USR2");
        Assert.Single(workspace.Lines("log"), line => line.StartsWith("started", StringComparison.Ordinal));
        Assert.DoesNotContain(workspace.Lines("log"), line => line.StartsWith("HUP", StringComparison.Ordinal));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_dry_run_starts_none()
    {
        await using var workspace = await NewWorkspaceAsync("dry", """ "command": "exit 7" """);

        await workspace.RunAsync(ExitCodes.Success, "-once", "-dry", "-consul-addr", agent.Address, "-config", "settings.json");
    }

    [Fact(Timeout = 60_000)]
    public async Task A_program_that_does_not_exist_is_told_as_shells_do()
    {
        await using var workspace = await NewWorkspaceAsync("missing", """ "command": "no-such-program-here" """);

        var run = await workspace.RunAsync(127, "-once", "-consul-addr", agent.Address, "-config", "settings.json");

        Assert.Contains("'no-such-program-here' was not found; install it or give its full path", run.Errors, StringComparison.Ordinal);
    }

    // Goes on when the child listens to signals.
    private async Task<RunningProcess> StartAsync(Workspace workspace, params string[] mode)
    {
        var process = workspace.Start([.. mode, "-consul-addr", agent.Address, "-config", "settings.json"]);
        try
        {
            await LogsAsync(workspace, process, "ready");
            return process;
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    private static Task LogsAsync(Workspace workspace, RunningProcess daemon, string line) =>
        Eventually.HoldsAsync($"the child says \"{line}\"", () => workspace.Lines("log").Contains(line), () => $"{string.Join('\n', workspace.Lines("log"))}\n{daemon.Transcript}");

    private async Task<Workspace> NewWorkspaceAsync(string key, string exec)
    {
        await agent.PutKeyAsync($"child/{key}", "first");
        var workspace = new Workspace();
        workspace.WriteScript("child", Script);
        workspace.Write("t.liquid", $$$"""{{ key("child/{{{key}}}") }}""");
        workspace.Write("settings.json", $$"""
            { "exec": { {{exec}} }, "template": { "source": "t.liquid", "destination": "out/file" } }
            """);
        return workspace;
    }
}
