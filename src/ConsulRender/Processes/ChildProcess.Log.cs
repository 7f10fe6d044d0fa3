using ConsulRender.Settings;
using Microsoft.Extensions.Logging;

namespace ConsulRender.Processes;

/// <content>What is said about the child.</content>
public sealed partial class ChildProcess
{
    [LoggerMessage(LogLevel.Information, "child \"{Command}\" started as process {ProcessId}")]
    private partial void LogStarted(CommandLine command, int processId);

    [LoggerMessage(LogLevel.Error, "child \"{Command}\" could not be started: {Problem}")]
    private partial void LogNotStarted(CommandLine command, string problem);

    [LoggerMessage(LogLevel.Information, "files changed: child {ProcessId} gets {Signal}")]
    private partial void LogReload(int processId, SignalName signal);

    [LoggerMessage(LogLevel.Information, "files changed: child {ProcessId} is ended with {Signal} and started anew")]
    private partial void LogRestart(int processId, SignalName signal);

    [LoggerMessage(LogLevel.Debug, "child {ProcessId} gets {Signal}, which came to us")]
    private partial void LogForwarded(int processId, SignalName signal);

    [LoggerMessage(LogLevel.Warning, "child {ProcessId} ran for {Timeout}, its \"timeout\"; it is ended with {Signal}")]
    private partial void LogTooLong(int processId, string timeout, SignalName signal);

    [LoggerMessage(LogLevel.Warning, "child {ProcessId} did not end within {KillTimeout} of {Signal}; it is killed")]
    private partial void LogKilled(int processId, string killTimeout, SignalName signal);

    [LoggerMessage(LogLevel.Information, "stopping: child {ProcessId} is ended with {Signal}")]
    private partial void LogStopping(int processId, SignalName signal);

    [LoggerMessage(LogLevel.Information, "child {ProcessId} ended with exit code {ExitCode}; so do we")]
    private partial void LogEnded(int processId, int exitCode);
}
