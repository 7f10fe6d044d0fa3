using ConsulRender.Cli.Logging;
using ConsulRender.Cli.Progress;
using ConsulRender.Cli.Systemd;
using ConsulRender.Groups;
using ConsulRender.Processes;
using ConsulRender.Settings;

namespace ConsulRender.Cli;

/// <summary>Renders everything once and exits: for provisioning, tests and newcomers.</summary>
internal static class OnceCommand
{
    /// <summary>Runs until every group was applied or failed, the time is over, or a signal comes.</summary>
    public static async Task<ExitCode> RunAsync(Job job, TimeSpan? timeout)
    {
        job = KeptReadings.ForOnce(UsableState.ForOnce(job));
        using var interrupted = new CancellationTokenSource();

        // The unit is told of a daemon only; a command or a child that believed to be the unit would be heard in its place.
        _ = SystemdVariables.Take();
        using var expired = new CancellationTokenSource(timeout ?? Timeout.InfiniteTimeSpan, TimeProvider.System);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(interrupted.Token, expired.Token);
        using var agents = job.CreateClients(once: true);
        using var log = new LazyLogger(job.Settings);
        SettingsWarnings.Tell(job.Warnings, log);

        // A dry run prints to the same terminal, perhaps, and a child does.
        await using var progress = job.Dry || job.Settings.Exec is not null ? null : ProgressDisplay.OnTerminal();
        var runner = job.CreateRunner(agents, once: true, progress is null ? log : new ProgressLog(log, progress), progress is null ? null : progress.Update);
        using var signals = Signals(job.Settings, runner, interrupted.Cancel);

        // The limit is for the files; a child may run as long as it likes.
        _ = runner.Child is null ? null : runner.ChildStarted.ContinueWith(_ => expired.CancelAfter(Timeout.InfiniteTimeSpan), TaskScheduler.Default);
        try
        {
            await ProgressDisplay.UntilEndAsync(progress, runner.RunAsync(stop.Token));
            return runner.ChildExitCode is { } code ? (ExitCode)code : Report(runner.Status);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return interrupted.IsCancellationRequested
                ? ErrorLines.Print(ExitCode.Interrupted, [runner.ChildStarted.IsCompleted ? "interrupted while the child was running" : "interrupted before every file was in place", .. Failures(runner.Status)])
                : ErrorLines.Print(ExitCode.Timeout, TimedOut(runner.Status, timeout!.Value));
        }
    }

    // The first to claim a signal has it.
    private static ProcessSignals Signals(Settings.Settings settings, Runner runner, Action interrupt)
    {
        var signals = new ProcessSignals();
        signals.On(SignalName.Terminate, interrupt);
        signals.On(SignalName.Interrupt, interrupt);
        signals.On(settings.KillSignal, interrupt);
        signals.On(SignalName.Hangup, Hangup);
        signals.ForwardTo(runner);
        return signals;

        // It comes when a terminal or a connection is lost. A command that runs then is finished, or its files are put back, as with the others.
        void Hangup()
        {
            if (runner.ChildStarted.IsCompleted)
            {
                runner.Forward(SignalName.Hangup);
            }
            else
            {
                interrupt();
            }
        }
    }

    /// <summary>What to print when the time is over: what was waited for, and what had failed until then.</summary>
    internal static IEnumerable<string> TimedOut(RunnerStatus status, TimeSpan timeout)
    {
        var waiting = status.WaitingFor().Select(dependency => $"waiting for {dependency}").DefaultIfEmpty("while a command was running");
        return waiting.Select(what => $"timed out after {GoDuration.Format(timeout)} {what}").Concat(Failures(status));
    }

    // What error_fatal = false excuses is told all the same, and does not excuse that the child never ran.
    internal static ExitCode Report(RunnerStatus status)
    {
        var isChildMissing = status.Child is { State: ChildState.Waiting };
        var failures = status.Groups.Select(group => group.Outcome).OfType<ApplyOutcome.Failed>().ToList();
        var first = failures.Find(failed => failed.IsFatal) ?? (isChildMissing ? failures.FirstOrDefault() : null);
        return ErrorLines.Print(
            first is null ? ExitCode.Success : ExitCodes.Of(first.Kind),
            [.. Failures(status), .. isChildMissing ? ["the child was not started, since not every file is in place"] : Array.Empty<string>()]);
    }

    private static IEnumerable<string> Failures(RunnerStatus status) =>
        status.Groups.Select(group => group.Outcome).OfType<ApplyOutcome.Failed>().Select(failure => failure.Message);
}
