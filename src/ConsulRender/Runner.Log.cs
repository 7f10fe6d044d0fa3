using ConsulRender.Consul;
using Microsoft.Extensions.Logging;

namespace ConsulRender;

/// <content>What the loop says, out of the way of what it does.</content>
public sealed partial class Runner
{
    [LoggerMessage(LogLevel.Information, "wrote {Paths}")]
    private partial void LogApplied(string paths);

    [LoggerMessage(LogLevel.Information, "wrote {Paths}; ran {Commands}")]
    private partial void LogAppliedAndRan(string paths, string commands);

    [LoggerMessage(LogLevel.Information, "ran {Commands} again, which had failed or been cut short; no file differed")]
    private partial void LogRan(string commands);

    [LoggerMessage(LogLevel.Warning, "{Warning}")]
    private partial void LogWarning(string warning);

    [LoggerMessage(LogLevel.Warning, "Consul gives no answer ({Reason}); {Groups} rendered from readings saved {Time} ({Age} ago){Waiting}")]
    private partial void LogStale(string reason, string groups, string time, string age, string waiting);

    [LoggerMessage(LogLevel.Warning, "Consul gives no answer ({Reason}), and of what was saved nothing is of use{Waiting}")]
    private partial void LogNothingSaved(string reason, string waiting);

    [LoggerMessage(LogLevel.Information, "Consul has answered all that was rendered from saved readings")]
    private partial void LogLive();

    [LoggerMessage(LogLevel.Information, "{CheckOutput}")]
    private partial void LogCheckOutput(string checkOutput);

    [LoggerMessage(LogLevel.Information, "{Description}")]
    private partial void LogWatching(string description);

    [LoggerMessage(LogLevel.Information, "each question to Consul is followed by itself again")]
    private partial void LogWatchingAlone();

    [LoggerMessage(LogLevel.Debug, "{Group} is up to date")]
    private partial void LogUnchanged(string group);

    [LoggerMessage("{Failure}")]
    private partial void LogGroupFailed(LogLevel level, string failure);

    [LoggerMessage("{End}")]
    private partial void LogGuardEnd(LogLevel level, string end);

    [LoggerMessage(LogLevel.Warning, "still waiting for {Waiting}")]
    private partial void LogWaiting(string waiting);

    [LoggerMessage("{Dependency}: {Trouble}; next try in {Milliseconds:0} ms, then with growing pauses")]
    private partial void LogTrouble(LogLevel level, Dependency dependency, string trouble, double milliseconds);

    [LoggerMessage("{Dependency}{Place}: {Refusal}")]
    private partial void LogRefused(LogLevel level, Dependency dependency, string place, string refusal);

    [LoggerMessage(LogLevel.Warning, "{Dependency}: the token hides part of Consul's answer; if the files need it, let the token read it (told once for questions of this kind)")]
    private partial void LogFiltered(Dependency dependency);

    [LoggerMessage("{Dependency}: Consul answers again")]
    private partial void LogRecovered(LogLevel level, Dependency dependency);

    [LoggerMessage("{Dependency}: {Trouble}")]
    private partial void LogFileTrouble(LogLevel level, Dependency dependency, string trouble);

    [LoggerMessage(LogLevel.Information, "{Group}: somebody released what was held")]
    private partial void LogReleased(string group);

    [LoggerMessage(LogLevel.Information, "{Dependency}: it can be read again")]
    private partial void LogFileRecovered(Dependency dependency);
}
