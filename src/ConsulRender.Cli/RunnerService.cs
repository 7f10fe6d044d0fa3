using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ConsulRender.Cli;

/// <summary>Runs the loop as a hosted service; owned by <see cref="DaemonCommand"/>, which starts and stops it.</summary>
internal sealed partial class RunnerService(Runner runner, ILogger log) : BackgroundService
{
    private readonly ILogger _log = log;

    /// <summary>Whether the loop ended by an exception, which is a bug.</summary>
    public bool Failed { get; private set; }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        LogStarted(ProgramVersion.Text);
        try
        {
            await runner.RunAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            LogStopped();
        }
#pragma warning disable CA1031 // Whatever it is, it is a bug, told with its trace; the process ends with its own exit code.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Failed = true;
            LogBug(exception);
        }
    }

    [LoggerMessage(LogLevel.Information, "consulrender {Version} started")]
    private partial void LogStarted(string version);

    [LoggerMessage(LogLevel.Information, "stopped")]
    private partial void LogStopped();

    [LoggerMessage(LogLevel.Critical, "unexpected, which is a bug in consulrender; stopping")]
    private partial void LogBug(Exception exception);
}
