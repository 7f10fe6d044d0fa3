using ConsulRender.Cli.Arguments;
using ConsulRender.Cli.Control;
using ConsulRender.Cli.Daemon;
using ConsulRender.Cli.Logging;
using ConsulRender.Cli.Systemd;
using Microsoft.Extensions.Logging;

namespace ConsulRender.Cli;

/// <summary>Keeps the files up to date until a signal stops it; owns the process's signals, its pid file and what systemd hears while it runs.</summary>
/// <remarks>It starts and stops a hosted service without building a host: docs/decisions/0008 says what that saves.</remarks>
internal static partial class DaemonCommand
{
    /// <summary>Runs until a signal comes.</summary>
    public static async Task<ExitCode> RunAsync(Flags flags, Job job)
    {
        using var logging = LogFactory.Create(job.Settings);
        var log = logging.CreateLogger("consulrender");
        SettingsWarnings.Tell(job.Warnings, log);
        job = UsableState.ForDaemon(job, log);
        using var agents = job.CreateClients(once: false, problem => LogProblem(log, problem));
        using var systemd = SystemdNotifier.Create(TimeProvider.System);

        await using var control = new DaemonControl(job, TimeProvider.System, log);

        // Made first, so that a template with errors ends the start with its own exit code.
        job = KeptReadings.ForDaemon(job, control.OwnsState);
        var runner = job.CreateRunner(agents, once: false, log, Published);
        using var service = new RunnerService(runner, log);
        systemd?.Follow(runner);
        var signalled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var reload = new SettingsReload(flags, job, runner, systemd, log);
        using var signals = Signals(job.Settings, runner, log, () => signalled.TrySetResult(), reload.Request);

        // Whoever reads it may send a signal at once.
        using var pidFile = job.Settings.PidFile is { } path ? PidFile.Create(path, log) : null;
        control.Open(runner);
        await service.StartAsync(CancellationToken.None);
        using var ended = new CancellationTokenSource();
        var reloading = EndsQuietlyAsync(reload.RunAsync(ended.Token));
        await Task.WhenAny(service.ExecuteTask!, signalled.Task, reloading);
        systemd?.Stopping();

        // A reload that has begun is finished, or undone; its timeout bounds that, so the stop needs no limit of its own.
        await service.StopAsync(CancellationToken.None);
        await ended.CancelAsync();
        await reloading;
        return service.Failed ? ExitCode.Unexpected : (ExitCode)(runner.ChildExitCode ?? 0);

        void Published(RunnerStatus status)
        {
            systemd?.Observe(status);
            control.Observe(status);
        }
    }

    // The first to claim a signal has it, so the settings come before what they may take away.
    private static ProcessSignals Signals(Settings.Settings settings, Runner runner, ILogger log, Action stop, Action reload)
    {
        var signals = new ProcessSignals();
        foreach (var signal in ProcessSignals.Stopping)
        {
            signals.On(signal, stop);
        }

        signals.On(settings.KillSignal, stop);
        signals.On(settings.ReloadSignal, reload);
        signals.On(ProcessSignals.Status, () => TellStatus(log, runner.Status));
        signals.ForwardTo(runner);
        return signals;
    }

    private static async Task EndsQuietlyAsync(Task task)
    {
        try
        {
            await task;
        }
        catch (OperationCanceledException)
        {
            // That is how it ends.
        }
    }

    private static void TellStatus(ILogger log, RunnerStatus status)
    {
        foreach (var line in StatusText.Lines(status))
        {
            LogStatus(log, line);
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Problem}")]
    private static partial void LogProblem(ILogger log, string problem);

    [LoggerMessage(LogLevel.Information, "status: {Status}")]
    private static partial void LogStatus(ILogger log, string status);
}
