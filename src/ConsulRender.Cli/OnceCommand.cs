using System.Runtime.InteropServices;

namespace ConsulRender.Cli;

/// <summary>Renders everything once and exits: for provisioning, tests and newcomers.</summary>
internal static class OnceCommand
{
    // Hundreds of reads finish soonest over a handful of connections: an agent answers one in a third of a millisecond, and a connection costs more.
    private const int Connections = 4;

    /// <summary>Runs until every group was applied or failed, the time is over, or a signal comes.</summary>
    public static async Task<ExitCode> RunAsync(Job job, TimeSpan? timeout)
    {
        using var interrupted = new CancellationTokenSource();
        using var sigterm = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt);
        using var sigint = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
        using var expired = new CancellationTokenSource(timeout ?? Timeout.InfiniteTimeSpan, TimeProvider.System);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(interrupted.Token, expired.Token);
        using var client = job.CreateClient(Connections);
        using var log = new LazyLogger(job.Settings.LogLevel);
        var runner = job.CreateRunner(client, once: true, log);
        try
        {
            await runner.RunAsync(stop.Token);
            return Report(runner.Status);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return interrupted.IsCancellationRequested
                ? ErrorLines.Print(ExitCode.Interrupted, ["interrupted before every file was in place"])
                : ErrorLines.Print(ExitCode.Timeout, TimedOut(runner.Status, timeout!.Value));
        }

        void Interrupt(PosixSignalContext signal)
        {
            signal.Cancel = true;
            interrupted.Cancel();
        }
    }

    private static ExitCode Report(RunnerStatus status)
    {
        var failures = status.Groups.Select(group => group.Outcome).OfType<ApplyOutcome.Failed>().ToList();
        return failures.Count == 0
            ? ExitCode.Success
            : ErrorLines.Print(ExitCodes.Of(failures[0].Kind), failures.Select(failure => failure.Message));
    }

    private static IEnumerable<string> TimedOut(RunnerStatus status, TimeSpan timeout)
    {
        var waiting = status.WaitingFor().ToList();
        return waiting.Count == 0
            ? [$"timed out after {GoDuration.Format(timeout)} while a command was running"]
            : waiting.Select(dependency => $"timed out after {GoDuration.Format(timeout)} waiting for {dependency}");
    }
}
