using System.ComponentModel;
using System.Diagnostics;
using CliWrap;
using ConsulRender.Groups;
using ConsulRender.Settings;

namespace ConsulRender.Processes;

/// <summary>A program with arguments, a timeout and the captured tail of its output; used as check command and as reload command. Immutable.</summary>
internal sealed class ExternalCommand(CommandLine line, TimeSpan timeout, TimeProvider timeProvider, CommandSettings? settings = null)
{
    private const int ShellCommandNotFound = 127;
    private const int NoSuchFile = 2;
    private const int PermissionDenied = 13;

    // A child that daemonises may keep the pipes open; what the command itself printed is there by then.
    private static readonly TimeSpan _drainAfterExit = TimeSpan.FromMilliseconds(500);

    private readonly CommandSettings _settings = settings ?? new();

    /// <summary>The command as the settings wrote it; equal commands of a group run once.</summary>
    public CommandLine Line => line;

    /// <summary>Whether it does the same as another with these files, so that one of them is enough.</summary>
    public bool DoesTheSame(string path, ExternalCommand other, string otherPath, CheckedFiles all) =>
        Timeout == other.Timeout && _settings == other._settings && line.IsShell == other.Line.IsShell
        && line.Arguments(path, all.Paths).SequenceEqual(other.Line.Arguments(otherPath, all.Paths));

    /// <summary>The longest that it may run, time to end included.</summary>
    public TimeSpan Timeout => timeout + _settings.KillTimeout;

    /// <summary>Runs to the end or to the timeout, which ends the whole process tree: asked first where the settings give it time, then killed.</summary>
    /// <param name="stagedPath">What replaces <c>{path}</c>; null for a reload command.</param>
    /// <param name="cancellationToken">Kills the command, too.</param>
    /// <param name="all">What replaces <c>{paths}</c>, and what the command's environment tells; null for a reload command.</param>
    public async Task<CommandOutcome> RunAsync(string? stagedPath, CancellationToken cancellationToken, CheckedFiles? all = null)
    {
        var arguments = line.Arguments(stagedPath, all?.Paths);
        if (ProgramPath.Find(arguments[0]) is not { } program)
        {
            return CommandOutcome.Failure($"could not be started: {NotFound(arguments[0])}", "");
        }

        using var output = new CommandOutput();
        using var limits = new CommandLimits(timeout, _settings.KillTimeout, timeProvider);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(limits.Expired, cancellationToken);
        try
        {
            var exitCode = await StartAsync(program, arguments.Skip(1), Variables(all), output, limits, stop.Token);
            return limits.Asked.IsCancellationRequested ? CommandOutcome.Failure($"did not end within {GoDuration.Format(timeout)} and was ended with {_settings.KillSignal}", output.ToString())
                : exitCode == 0 ? CommandOutcome.Success(output.ToString()) : CommandOutcome.Failure(Reason(exitCode), output.ToString());
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            var grace = limits.Asked.IsCancellationRequested ? $", nor within {GoDuration.Format(_settings.KillTimeout)} of {_settings.KillSignal}," : "";
            return CommandOutcome.Failure($"did not end within {GoDuration.Format(timeout)}{grace} and was killed", output.ToString());
        }
        catch (Exception exception) when (exception is Win32Exception or InvalidOperationException)
        {
            return CommandOutcome.Failure($"could not be started: {StartFailure(arguments[0], exception)}", "");
        }
    }

    private async Task<int> StartAsync(
        string program, IEnumerable<string> arguments, Dictionary<string, string?> variables, CommandOutput output, CommandLimits limits, CancellationToken cancellationToken)
    {
        var task = Cli.Wrap(program)
            .WithArguments(arguments)
            .WithEnvironmentVariables(variables)
            .WithStandardOutputPipe(PipeTarget.Create((stream, token) => output.Standard.ReadAsync(stream, output.CommandExited, token)))
            .WithStandardErrorPipe(PipeTarget.Create((stream, token) => output.Error.ReadAsync(stream, output.CommandExited, token)))
            .WithValidation(CommandResultValidation.None)
            .ExecuteAsync(cancellationToken);
        await using var asking = limits.Asked.Register(() => ProcessTree.Send(task.ProcessId, _settings.KillSignal));
        var reading = StopReadingAfterExitAsync(task.ProcessId, output, limits, task.Task);
        try
        {
            return (await task).ExitCode;
        }
        finally
        {
            await reading;
        }
    }

    private Dictionary<string, string?> Variables(CheckedFiles? all)
    {
        var variables = CommandEnvironment.Changes(_settings.Env);
        if (all?.Listing is { } listing)
        {
            variables[CheckedFiles.Variable] = listing;
        }

        return variables;
    }

    // CliWrap waits for every holder of the pipes, so `sh -c "sleep 60 & echo started"`, or a command that leaves a daemon
    // behind, would run into its timeout although it succeeded long ago.
    private async Task StopReadingAfterExitAsync(int processId, CommandOutput output, CommandLimits limits, Task<CommandResult> whole)
    {
        await Task.WhenAny(WaitForExitAsync(processId), whole);
        limits.Lift();
        if (!whole.IsCompleted)
        {
            await Task.WhenAny(Task.Delay(_drainAfterExit, timeProvider, CancellationToken.None), whole);
            await output.StopReadingAsync();
        }
    }

    private static async Task WaitForExitAsync(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            await process.WaitForExitAsync(CancellationToken.None);
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            // It ended before it could be looked at, as short commands do.
        }
    }

    private string Reason(int exitCode) =>
        line.IsShell && exitCode == ShellCommandNotFound
            ? "was not found by the shell (exit code 127); install it or give its full path"
            : $"failed with exit code {exitCode}";

    // The inner exception is the platform's, with the error number; the outer is CliWrap's.
    private static string StartFailure(string program, Exception exception) =>
        (exception.GetBaseException() as Win32Exception)?.NativeErrorCode switch
        {
            NoSuchFile => NotFound(program),
            PermissionDenied => $"'{program}' may not be executed; see its permissions",
            _ => exception.GetBaseException().Message,
        };

    private static string NotFound(string program) => $"'{program}' was not found; install it or give its full path";

    /// <summary>When one run is asked to end, and when it is killed. Owned by the run.</summary>
    private sealed class CommandLimits(TimeSpan timeout, TimeSpan killTimeout, TimeProvider timeProvider) : IDisposable
    {
        private readonly CancellationTokenSource _asked = new(killTimeout > TimeSpan.Zero ? timeout : System.Threading.Timeout.InfiniteTimeSpan, timeProvider);
        private readonly CancellationTokenSource _expired = new(timeout + killTimeout, timeProvider);

        public CancellationToken Asked => _asked.Token;

        public CancellationToken Expired => _expired.Token;

        // The command has ended: what is still read of its output is no fault of it, and its number may be another's by now.
        public void Lift()
        {
            _asked.CancelAfter(System.Threading.Timeout.InfiniteTimeSpan);
            _expired.CancelAfter(System.Threading.Timeout.InfiniteTimeSpan);
        }

        public void Dispose()
        {
            _asked.Dispose();
            _expired.Dispose();
        }
    }

    /// <summary>Both streams of one run; each is read by a task of its own.</summary>
    private sealed class CommandOutput : IDisposable
    {
        private readonly CancellationTokenSource _commandExited = new();

        public OutputTail Standard { get; } = new();

        public OutputTail Error { get; } = new();

        public CancellationToken CommandExited => _commandExited.Token;

        public Task StopReadingAsync() => _commandExited.CancelAsync();

        public void Dispose() => _commandExited.Dispose();

        public override string ToString() => string.Join('\n', new[] { Standard.ToString(), Error.ToString() }.Where(text => text.Length > 0));
    }
}
