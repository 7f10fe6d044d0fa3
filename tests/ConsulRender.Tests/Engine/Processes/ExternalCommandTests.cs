using System.Globalization;
using ConsulRender.Processes;
using ConsulRender.Settings;
using Xunit;

namespace ConsulRender.Tests.Engine.Processes;

public sealed class ExternalCommandTests : IDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(5);

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_command_that_exits_with_0_succeeded()
    {
        var outcome = await RunAsync("echo fine; echo also fine >&2");

        Assert.True(outcome.Succeeded);
        Assert.Equal("fine\nalso fine", outcome.Output);
    }

    [Fact]
    public async Task A_command_that_exits_with_another_code_failed_and_shows_its_output()
    {
        var outcome = await RunAsync("echo line 3: unknown keyword >&2; exit 7");

        Assert.Equal("failed with exit code 7", outcome.Problem);
        Assert.Equal("line 3: unknown keyword", outcome.Output);
    }

    [Fact]
    public async Task A_program_that_does_not_exist_is_named()
    {
        var outcome = await RunAsync(CommandLine.FromWords(["no-such-program-here", "-c"]));

        Assert.Equal("could not be started: 'no-such-program-here' was not found; install it or give its full path", outcome.Problem);
    }

    [Fact]
    public async Task A_program_that_the_shell_does_not_find_is_told_so()
    {
        var outcome = await RunAsync("no-such-program-here -c");

        Assert.Equal("was not found by the shell (exit code 127); install it or give its full path", outcome.Problem);
        Assert.Contains("no-such-program-here", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_executable_could_not_be_started()
    {
        var program = _directory.Write("program", "#!/bin/sh\n");
        var outcome = await RunAsync(CommandLine.FromWords([program]));

        Assert.Equal($"could not be started: '{program}' may not be executed; see its permissions", outcome.Problem);
    }

    [Fact]
    public async Task The_staged_path_reaches_the_command_whatever_its_name_holds()
    {
        var path = _directory.Write("it's a \"file\" $HOME `x`.cfg", "content");

        Assert.Equal("content", (await RunAsync("cat {path}", path)).Output);
        Assert.Equal("content", (await RunAsync("cat \"{path}\"", path)).Output);
        Assert.Equal("content", (await RunAsync(CommandLine.FromWords(["cat", "{path}"]), path)).Output);
    }

    [Fact]
    public async Task Output_of_many_megabytes_neither_blocks_nor_fills_memory()
    {
        var outcome = await RunAsync("head -c 20000000 /dev/zero | tr '\\0' x; head -c 20000000 /dev/zero | tr '\\0' y >&2; echo last >&2");

        Assert.True(outcome.Succeeded);
        Assert.EndsWith("ylast", outcome.Output, StringComparison.Ordinal);
        Assert.InRange(outcome.Output.Length, 8000, 8300);
    }

    [Fact]
    public async Task A_command_that_takes_too_long_is_killed_with_its_children()
    {
        var pids = _directory.Path("pids");
        var outcome = await RunAsync($"sleep 300 & echo $! >{pids}; echo $$ >>{pids}; echo begun; sleep 300", timeout: TimeSpan.FromSeconds(1));

        Assert.Equal("did not end within 1s and was killed", outcome.Problem);
        Assert.Equal("begun", outcome.Output);
        var processes = _directory.Lines("pids");
        Assert.Equal(2, processes.Count);
        await Eventually.HoldsAsync("the end of the command and its child", () => !processes.Any(RunningProcess.Is));
    }

    [Fact]
    public async Task Cancelling_kills_the_command_and_is_no_failure_of_it()
    {
        var begun = _directory.Path("begun");
        using var stop = new CancellationTokenSource();
        var run = Command(CommandLine.FromText($"echo $$ >{begun}.new; mv {begun}.new {begun}; sleep 300"), Long).RunAsync(null, stop.Token);
        await Eventually.HoldsAsync("the command to begin", () => File.Exists(begun));
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.WaitAsync(TimeSpan.FromSeconds(15), TestContext.Current.CancellationToken));
        await Eventually.HoldsAsync("the end of the command", () => !RunningProcess.Is(File.ReadAllText(begun)));
    }

    // Many at once, because what decides is whether the command is reaped before anybody can look at it.
    [Fact]
    public async Task A_command_that_leaves_a_daemon_behind_ends_when_the_command_does()
    {
        var pids = _directory.Path("pids");
        try
        {
            var outcomes = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => RunAsync($"sleep 300 & echo $! >>{pids}; echo started")));

            Assert.All(outcomes, outcome => Assert.Equal(CommandOutcome.Success("started"), outcome));
            Assert.All(_directory.Lines("pids"), process => Assert.True(RunningProcess.Is(process), "The daemon must not be killed."));
        }
        finally
        {
            Kill(_directory.Lines("pids"));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    public async Task A_command_that_ended_in_time_succeeded_although_its_time_is_over_while_its_output_is_read(int grace)
    {
        var pids = _directory.Path("pids");
        var clock = new TimerCountingClock();
        var settings = new CommandSettings { KillTimeout = TimeSpan.FromSeconds(grace) };
        try
        {
            var run = new ExternalCommand(CommandLine.FromText($"sleep 300 & echo $! >{pids}; exit 0"), TimeSpan.FromSeconds(10), clock, settings)
                .RunAsync(null, TestContext.Current.CancellationToken);

            // Both limits have a timer, also one that never comes; the third is for what is still read.
            await Eventually.HoldsAsync("the command to end and its output to be read", () => clock.Timers == 3);
            clock.Advance(TimeSpan.FromMinutes(1));

            Assert.Null((await run.WaitAsync(TimeSpan.FromSeconds(15), TestContext.Current.CancellationToken)).Problem);
        }
        finally
        {
            Kill(_directory.Lines("pids"));
        }
    }

    // .NET looks beside the running program and in the working directory first, where anybody may have put something.
    [Fact]
    public async Task A_program_without_a_path_is_looked_for_in_PATH_only()
    {
        var name = $"beside-{Guid.NewGuid():N}";
        var path = Path.Combine(Path.GetDirectoryName(Environment.ProcessPath)!, name);
        await File.WriteAllTextAsync(path, "#!/bin/sh\necho I should not run\n", TestContext.Current.CancellationToken);
        try
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
            Assert.Equal($"could not be started: '{name}' was not found; install it or give its full path", (await RunAsync(CommandLine.FromWords([name]))).Problem);
            Assert.True((await RunAsync(CommandLine.FromWords([path]))).Succeeded);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task A_program_with_a_relative_path_is_found_from_the_working_directory()
    {
        var program = _directory.Write("program", "#!/bin/sh\necho I run\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var outcome = await RunAsync(CommandLine.FromWords([Path.GetRelativePath(Environment.CurrentDirectory, program)]));

        Assert.Equal(CommandOutcome.Success("I run"), outcome);
    }

    [Fact]
    public async Task A_command_cannot_read_from_the_terminal()
    {
        var outcome = await RunAsync("cat; echo end of input");

        Assert.Equal("end of input", outcome.Output);
    }

    private static void Kill(IEnumerable<string> processes)
    {
        foreach (var process in processes)
        {
            using var running = System.Diagnostics.Process.GetProcessById(int.Parse(process, CultureInfo.InvariantCulture));
            running.Kill();
        }
    }

    [Fact]
    public async Task A_command_does_not_inherit_how_our_sockets_are_tuned()
    {
        SocketTuning.Apply();
        Assert.Equal("1", Environment.GetEnvironmentVariable(SocketTuning.Variable));
        Assert.Equal("unset", (await RunAsync($"echo ${{{SocketTuning.Variable}-unset}}")).Output);
    }

    [Fact]
    public async Task A_command_that_takes_too_long_is_asked_first_with_its_children_where_it_is_given_time()
    {
        var settings = new CommandSettings { KillSignal = SignalName.Parse("USR1")!, KillTimeout = TimeSpan.FromSeconds(20) };
        var outcome = await RunWithAsync(settings, $"trap 'echo asked; wait; exit 0' USR1; sh -c 'trap \"echo child asked; exit\" USR1; echo ready; while :; do sleep 0.1; done' & wait");

        Assert.Equal("did not end within 1s and was ended with SIGUSR1", outcome.Problem);
        Assert.Superset(new HashSet<string> { "asked", "child asked" }, new HashSet<string>(outcome.Output.Split('\n')));
    }

    [Fact]
    public async Task A_command_that_does_not_listen_is_killed_after_its_time()
    {
        var pids = _directory.Path("pids");
        var settings = new CommandSettings { KillTimeout = TimeSpan.FromSeconds(1) };
        var outcome = await RunWithAsync(settings, $"trap '' TERM; echo $$ >{pids}; sleep 300");

        Assert.Equal("did not end within 1s, nor within 1s of SIGTERM, and was killed", outcome.Problem);
        await Eventually.HoldsAsync("the end of the command", () => !RunningProcess.Is(_directory.Lines("pids")[0]));
    }

    [Fact]
    public async Task A_command_that_ends_in_time_is_not_asked()
    {
        var outcome = await RunWithAsync(new CommandSettings { KillTimeout = TimeSpan.FromSeconds(20) }, "echo fine");

        Assert.Equal(CommandOutcome.Success("fine"), outcome);
    }

    [Fact]
    public async Task The_environment_is_what_the_settings_say()
    {
        var environment = new EnvironmentSettings { Pristine = true, Custom = ["A=1", "B=x=y", "PATH=/usr/bin:/bin", "A=2"], Denylist = ["A"] };
        var outcome = await RunWithAsync(new CommandSettings { Env = environment }, "env | grep -v -e ^PWD= -e ^SHLVL= -e ^_= -e ^OLDPWD= | sort");

        Assert.Equal("A=2\nB=x=y\nPATH=/usr/bin:/bin", outcome.Output);
    }

    private static Task<CommandOutcome> RunWithAsync(CommandSettings settings, string shellLine) =>
        new ExternalCommand(CommandLine.FromText(shellLine), TimeSpan.FromSeconds(1), TimeProvider.System, settings)
            .RunAsync(null, TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

    private static Task<CommandOutcome> RunAsync(string shellLine, string? path = null, TimeSpan? timeout = null) =>
        RunAsync(CommandLine.FromText(shellLine), path, timeout);

    private static Task<CommandOutcome> RunAsync(CommandLine line, string? path = null, TimeSpan? timeout = null) =>
        Command(line, timeout ?? Long).RunAsync(path, TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

    private static ExternalCommand Command(CommandLine line, TimeSpan timeout) => new(line, timeout, TimeProvider.System);

    /// <summary>Counts the timers that were made; owned by one test.</summary>
    private sealed class TimerCountingClock : Microsoft.Extensions.Time.Testing.FakeTimeProvider
    {
        private int _timers;

        internal int Timers => Volatile.Read(ref _timers);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            Interlocked.Increment(ref _timers);
            return timer;
        }
    }
}
