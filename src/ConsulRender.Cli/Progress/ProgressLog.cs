using Microsoft.Extensions.Logging;

namespace ConsulRender.Cli.Progress;

/// <summary>A log whose lines do not run into those of a display on the same terminal; owned by the command.</summary>
internal sealed class ProgressLog(ILogger log, ProgressDisplay display) : ILogger
{
    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => log.BeginScope(state);

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => log.IsEnabled(logLevel);

    /// <inheritdoc/>
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            display.Yield(() => log.Log(logLevel, eventId, state, exception, formatter));
        }
    }
}
