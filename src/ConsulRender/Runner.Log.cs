using ConsulRender.Consul;
using Microsoft.Extensions.Logging;

namespace ConsulRender;

/// <content>What the loop says, out of the way of what it does.</content>
public sealed partial class Runner
{
    [LoggerMessage(LogLevel.Information, "wrote {Paths}; reload commands run: {Reloads}")]
    private partial void LogApplied(string paths, int reloads);

    [LoggerMessage(LogLevel.Information, "{CheckOutput}")]
    private partial void LogCheckOutput(string checkOutput);

    [LoggerMessage(LogLevel.Debug, "{Group} is up to date")]
    private partial void LogUnchanged(string group);

    [LoggerMessage(LogLevel.Error, "{Failure}")]
    private partial void LogGroupFailed(string failure);

    [LoggerMessage(LogLevel.Warning, "still waiting for {Waiting}")]
    private partial void LogWaiting(string waiting);

    [LoggerMessage(LogLevel.Warning, "{Dependency}: {Trouble}; next try in {NextTry}, then with growing pauses")]
    private partial void LogTrouble(Dependency dependency, string trouble, string nextTry);

    [LoggerMessage(LogLevel.Error, "{Dependency}: {Refusal}")]
    private partial void LogRefused(Dependency dependency, string refusal);

    [LoggerMessage(LogLevel.Information, "{Dependency}: Consul answers again")]
    private partial void LogRecovered(Dependency dependency);
}
