using ConsulRender.Consul;
using ConsulRender.Processes;
using ConsulRender.Settings;
using ConsulRender.Tests.Engine.Processes;
using Xunit;

namespace ConsulRender.Tests.Engine;

public sealed class RunnerChildTests
{
    private const string Script =
        "echo started $$ $(cat DIR/out) >>LOG; trap 'echo HUP $(cat DIR/out) >>LOG' HUP; trap 'echo USR2 >>LOG' USR2; trap 'echo INT >>LOG; exit 3' INT; echo ready >>LOG; while :; do sleep 0.05; done";

    [Fact]
    public async Task It_is_started_when_every_file_is_in_place_and_not_before()
    {
        await using var test = new RunnerUnderTest();
        Start(test, WithHangup(Child(test)), "{{ key(\"late\") }}");
        await test.TurnAsync();
        Assert.Empty(test.Directory.Log);
        Assert.Equal(new ChildStatus(ChildState.Waiting, null, 0), test.Runner.Status.Child);

        test.Key("late", "here");
        await LogsAsync(test, "ready");
        var process = await ProcessAsync(test);
        Assert.Equal($"started {process} here", test.Directory.Log[0]);
        Assert.Equal(new ChildStatus(ChildState.Running, process, 1), test.Runner.Status.Child);
        await test.SaysAsync($"Information: child \"");
    }

    [Fact]
    public async Task A_change_of_a_file_is_told_by_the_reload_signal()
    {
        await using var test = new RunnerUnderTest();
        Start(test, WithHangup(Child(test)));
        await LogsAsync(test, "ready");
        test.Key("x", "2");

        await LogsAsync(test, "HUP 2");
        Assert.Single(test.Directory.Log, line => line.StartsWith("started", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_a_reload_signal_it_is_ended_and_started_anew_and_no_zombie_stays()
    {
        await using var test = new RunnerUnderTest();
        Start(test, Child(test));
        await LogsAsync(test, "ready");
        var first = test.Directory.Log[0].Split(' ')[1];
        test.Key("x", "2");

        await Eventually.HoldsAsync("the second start", () => Starts(test).Count == 2);
        Assert.EndsWith(" 2", Starts(test)[1], StringComparison.Ordinal);
        Assert.Contains("INT", test.Directory.Log);
        Assert.False(Directory.Exists($"/proc/{first}"));
        Assert.Null(test.Runner.ChildExitCode);
    }

    [Fact]
    public async Task The_splay_puts_it_off_and_several_changes_are_one()
    {
        await using var test = new RunnerUnderTest { SplayFraction = () => 0.5 };
        Start(test, WithHangup(Child(test)) with { Splay = TimeSpan.FromSeconds(20) });
        await LogsAsync(test, "ready");
        test.Key("x", "2");
        await test.HoldsAsync("out", "2");
        test.Key("x", "3");
        await test.HoldsAsync("out", "3");
        await test.TurnAsync();
        Assert.DoesNotContain(test.Directory.Log, IsHangup);

        test.Clock.Advance(TimeSpan.FromSeconds(11));
        await LogsAsync(test, "HUP 3");
        Assert.Single(test.Directory.Log, IsHangup);
    }

    [Theory]
    [InlineData("exit 7", 7)]
    [InlineData("exit 0", 0)]
    [InlineData("kill -9 $$", 137)]
    public async Task When_it_ends_by_itself_so_does_the_loop_with_its_exit_code(string script, int expected)
    {
        await using var test = new RunnerUnderTest();
        Start(test, new ExecSettings { Command = CommandLine.FromText(script) });
        await test.EndsAsync();

        Assert.Equal(expected, test.Runner.ChildExitCode);
        Assert.Equal(ChildState.Ended, test.Runner.Status.Child!.State);
    }

    [Fact]
    public async Task A_program_that_does_not_exist_ends_the_loop_as_a_shell_would()
    {
        await using var test = new RunnerUnderTest();
        Start(test, new ExecSettings { Command = CommandLine.FromWords(["no-such-program-here"]) });
        await test.EndsAsync();

        Assert.Equal(127, test.Runner.ChildExitCode);
        Assert.Contains("Error: child \"no-such-program-here\" could not be started: 'no-such-program-here' was not found; install it or give its full path", test.Lines);
    }

    [Fact]
    public async Task A_single_run_waits_for_its_end()
    {
        await using var test = new RunnerUnderTest { Exec = new() { Command = CommandLine.FromText("sleep 0.3; exit 9") } };
        test.With("out", "text").Start(once: true, Snapshot.Empty);
        await test.EndsAsync();

        Assert.Equal(9, test.Runner.ChildExitCode);
        Assert.True(test.Runner.ChildStarted.IsCompletedSuccessfully);
        Assert.Equal("text", test.Directory.Read("out"));
    }

    [Fact]
    public async Task A_single_run_in_which_a_file_failed_starts_nothing()
    {
        await using var test = new RunnerUnderTest { Exec = new() { Command = CommandLine.FromText("exit 9") } };
        test.With("good", "text").With("bad", "text", check: "false {path}").Start(once: true, Snapshot.Empty);
        await test.EndsAsync();

        Assert.Null(test.Runner.ChildExitCode);
        Assert.False(test.Runner.ChildStarted.IsCompleted);
    }

    [Fact]
    public async Task A_dry_run_starts_nothing()
    {
        await using var test = new RunnerUnderTest { Exec = new() { Command = CommandLine.FromText("exit 9") } };
        test.With("out", "text").Start(once: true, Snapshot.Empty, TextWriter.Null);
        await test.EndsAsync();

        Assert.Null(test.Runner.Child);
    }

    [Fact]
    public async Task It_is_ended_with_the_loop_and_not_kept_waiting_by_its_splay()
    {
        await using var test = new RunnerUnderTest();
        Start(test, WithHangup(Child(test)) with { Splay = TimeSpan.FromHours(1) });
        await LogsAsync(test, "ready");
        var process = await ProcessAsync(test);
        await test.StopAsync();

        Assert.Equal("INT", test.Directory.Log[^1]);
        Assert.False(Directory.Exists($"/proc/{process}"));
        Assert.Null(test.Runner.ChildExitCode);
    }

    [Fact]
    public async Task One_that_does_not_listen_is_killed_after_its_time()
    {
        await using var test = new RunnerUnderTest();
        Start(test, new ExecSettings { Command = test.Directory.Command("trap '' INT; echo ready >>LOG; while :; do sleep 0.05; done")! });
        await LogsAsync(test, "ready");
        var process = await ProcessAsync(test);
        var stopping = test.StopAsync();

        await Eventually.HoldsAsync("the end of the loop", test.Clock, TimeSpan.FromSeconds(5), () => stopping.IsCompleted);
        Assert.Contains($"Warning: child {process} did not end within 30s of SIGINT; it is killed", test.Lines);
        Assert.False(Directory.Exists($"/proc/{process}"));
    }

    /// <summary>The shells end at the signal; the program behind them takes its time.</summary>
    [Theory]
    [InlineData("SCRIPT | cat")]
    [InlineData("cd / && SCRIPT")]
    [InlineData("SCRIPT; echo")]
    public async Task A_program_behind_a_shell_has_ended_before_it_is_started_anew_or_the_loop_ends(string command)
    {
        await using var test = new RunnerUnderTest();
        test.Directory.Write("app", $"echo started >>LOG; trap 'sleep 0.5; echo ended >>LOG; exit' TERM; echo ready >>LOG; while :; do sleep 0.05; done".Replace("LOG", test.Directory.Path("log"), StringComparison.Ordinal));
        Start(test, new ExecSettings { Command = test.Directory.Command(command.Replace("SCRIPT", "sh DIR/app", StringComparison.Ordinal))!, KillSignal = SignalName.Terminate });
        await LogsAsync(test, "ready");
        test.Key("x", "2");

        await Eventually.HoldsAsync("the second start", () => test.Directory.Log.Count(line => line == "ready") == 2);
        await test.StopAsync();
        Assert.Equal(["started", "ready", "ended", "started", "ready", "ended"], test.Directory.Log);
    }

    [Fact]
    public async Task A_program_behind_a_shell_that_does_not_listen_is_killed_after_its_time_before_it_is_started_anew()
    {
        await using var test = new RunnerUnderTest();
        test.Directory.Write("app", $"echo started $$ >>LOG; trap '' TERM; echo ready >>LOG; while :; do sleep 0.05; done".Replace("LOG", test.Directory.Path("log"), StringComparison.Ordinal));
        Start(test, new ExecSettings { Command = test.Directory.Command("sh DIR/app | cat")!, KillSignal = SignalName.Terminate });
        await LogsAsync(test, "ready");
        var first = test.Directory.Log[0].Split(' ')[1];
        test.Key("x", "2");
        await test.HoldsAsync("out", "2");

        await Eventually.HoldsAsync("the second start", test.Clock, TimeSpan.FromSeconds(5), () => Starts(test).Count == 2);
        Assert.False(RunningProcess.Is(first));
        Assert.Contains(test.Lines, line => line.EndsWith(" did not end within 30s of SIGTERM; it is killed", StringComparison.Ordinal));
        var stopping = test.StopAsync();
        await Eventually.HoldsAsync("the end of the loop", test.Clock, TimeSpan.FromSeconds(5), () => stopping.IsCompleted);
        Assert.False(RunningProcess.Is(Starts(test)[1].Split(' ')[1]));
    }

    [Fact]
    public async Task Nobody_waits_for_one_that_has_ended_and_is_not_buried()
    {
        // The parent of one of the group leaves the group, and does not ask how its child ended.
        await using var test = new RunnerUnderTest();
        test.Directory.Write("app", """use POSIX; if (!fork) { sleep 300 } setsid; open my $log, '>>', 'DIR/log'; print $log "ready\n"; close $log; sleep 1 while -e 'DIR/app'""".Replace("DIR", test.Directory.Root, StringComparison.Ordinal));
        Start(test, new ExecSettings { Command = test.Directory.Command("perl DIR/app & wait")!, KillSignal = SignalName.Terminate });
        await LogsAsync(test, "ready");
        await test.StopAsync();

        Assert.DoesNotContain(test.Lines, line => line.EndsWith("it is killed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_without_time_is_killed_at_once()
    {
        await using var test = new RunnerUnderTest();
        Start(test, Child(test) with { KillTimeout = TimeSpan.Zero });
        await LogsAsync(test, "ready");
        await test.StopAsync();

        Assert.DoesNotContain("INT", test.Directory.Log);
    }

    [Fact]
    public async Task One_that_runs_too_long_is_ended_and_so_is_the_loop()
    {
        await using var test = new RunnerUnderTest();
        Start(test, Child(test) with { Timeout = TimeSpan.FromMinutes(10) });
        await LogsAsync(test, "ready");
        await test.TurnAsync();
        test.Clock.Advance(TimeSpan.FromMinutes(10));
        await test.EndsAsync();

        Assert.Equal(3, test.Runner.ChildExitCode);
        await test.SaysAsync("Warning: child ");
    }

    [Fact]
    public async Task Signals_are_passed_on()
    {
        await using var test = new RunnerUnderTest();
        Start(test, WithHangup(Child(test)));
        await LogsAsync(test, "ready");
        Assert.Contains(Runner.Forwarded, signal => signal.Name == "SIGUSR2");
        test.Runner.Forward(SignalName.Parse("USR2")!);

        await LogsAsync(test, "USR2");
    }

    [Fact]
    public async Task It_has_a_process_group_of_its_own_and_no_signal_is_ignored_or_blocked_in_it()
    {
        // With exec, since what a shell starts while it is told to end may not hear of that, and would be killed by a clock that stands still.
        await using var test = new RunnerUnderTest();
        Start(test, new ExecSettings { Command = test.Directory.Command("cut -d' ' -f1,5 /proc/$$/stat >>LOG; grep -E '^Sig(Blk|Ign)' /proc/self/status >>LOG; echo ready >>LOG; exec sleep 300")! });
        await LogsAsync(test, "ready");
        var process = await ProcessAsync(test);

        // The C library ignores two signals of its own, above those with names.
        Assert.Equal([$"{process} {process}", "SigBlk:\t0000000000000000"], test.Directory.Log.Take(2));
        Assert.EndsWith("0000000", $"{Convert.ToUInt64(test.Directory.Log[2].Split('\t')[1], 16) & 0x7FFFFFFF:x7}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_environment_is_what_the_settings_say()
    {
        await using var test = new RunnerUnderTest();
        var environment = new EnvironmentSettings { Pristine = true, Custom = ["COLOUR=blue"] };
        Start(test, new ExecSettings { Command = test.Directory.Command("echo $COLOUR ${HOME-none} ready >>LOG; exec sleep 300")!, Env = environment });

        await LogsAsync(test, "blue none ready");
    }

    [Fact]
    public async Task A_reload_command_runs_beside_it()
    {
        await using var test = new RunnerUnderTest();
        test.Exec = WithHangup(Child(test));
        test.Key("x", "1").With("out", "{{ key(\"x\") }}", check: "grep -qv bad {path}", reload: "echo command >>LOG").Start();
        await LogsAsync(test, "ready");
        for (var round = 2; round < 12; round++)
        {
            test.Key("x", $"{round}");
            await LogsAsync(test, $"HUP {round}");
        }

        Assert.Equal(11, test.Directory.Log.Count(line => line == "command"));
    }

    // It may say something before the turn that started it is published.
    private static async Task<int> ProcessAsync(RunnerUnderTest test)
    {
        await Eventually.HoldsAsync("the child in the status", () => test.Runner.Status.Child?.ProcessId is not null);
        return test.Runner.Status.Child!.ProcessId!.Value;
    }

    private static bool IsHangup(string line) => line.StartsWith("HUP", StringComparison.Ordinal);

    private static List<string> Starts(RunnerUnderTest test) => [.. test.Directory.Log.Where(line => line.StartsWith("started", StringComparison.Ordinal))];

    // Without a shell of ours between, so that its own children do not hear of signals.
    private static ExecSettings Child(RunnerUnderTest test) => new() { Command = CommandLine.FromWords(["/bin/sh", "-c", test.Directory.Command(Script)!.ToString()]) };

    private static ExecSettings WithHangup(ExecSettings settings) => settings with { ReloadSignal = SignalName.Hangup };

    private static void Start(RunnerUnderTest test, ExecSettings settings, string contents = "{{ key(\"x\") }}")
    {
        test.Exec = settings;
        test.Key("x", "1").With("out", contents).Start();
    }

    private static Task LogsAsync(RunnerUnderTest test, string line) =>
        Eventually.HoldsAsync($"the line \"{line}\"; there are: {string.Join(", ", test.Directory.Log)}", () => test.Directory.Log.Contains(line));
}
