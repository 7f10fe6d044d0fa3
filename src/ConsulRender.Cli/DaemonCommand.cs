using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;

namespace ConsulRender.Cli;

/// <summary>Keeps the files up to date until SIGTERM, SIGINT or SIGQUIT; owns these signals while it runs.</summary>
/// <remarks>It starts and stops a hosted service without building a host: docs/decisions/0008 says what that saves.</remarks>
internal static partial class DaemonCommand
{
    /// <summary>Runs until a signal comes.</summary>
    public static async Task<ExitCode> RunAsync(Job job)
    {
        using var logging = Logging.CreateFactory(job.Settings.LogLevel);
        var log = logging.CreateLogger("consulrender");
        using var agents = job.CreateClients(once: false, problem => LogProblem(log, problem));

        // Made first, so that a template with errors ends the start with its own exit code.
        var runner = job.CreateRunner(agents, once: false, log);
        using var service = new RunnerService(runner, log);
        var signalled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var sigterm = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Signal);
        using var sigint = PosixSignalRegistration.Create(PosixSignal.SIGINT, Signal);
        using var sigquit = PosixSignalRegistration.Create(PosixSignal.SIGQUIT, Signal);
        using var forwarding = ChildSignals.Forward(runner, job.Settings.ReloadSignal, job.Settings.KillSignal);
        await service.StartAsync(CancellationToken.None);
        await Task.WhenAny(service.ExecuteTask!, signalled.Task);

        // A reload that has begun is finished, or undone; its timeout bounds that, so the stop needs no limit of its own.
        await service.StopAsync(CancellationToken.None);
        return service.Failed ? ExitCode.Unexpected : (ExitCode)(runner.ChildExitCode ?? 0);

        void Signal(PosixSignalContext signal)
        {
            signal.Cancel = true;
            signalled.TrySetResult();
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Problem}")]
    private static partial void LogProblem(ILogger log, string problem);
}
