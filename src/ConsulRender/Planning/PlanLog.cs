using ConsulRender.Consul;
using Microsoft.Extensions.Logging;

namespace ConsulRender.Planning;

/// <summary>A log of a plan, which tells nothing about questions that may be made of redacted values. Immutable.</summary>
internal sealed class PlanLog(ILogger log, Planner planner) : ILogger
{
    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => log.BeginScope(state);

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => log.IsEnabled(logLevel);

    /// <inheritdoc/>
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (state is IReadOnlyList<KeyValuePair<string, object?>> values && values.Any(value => value.Value is Dependency dependency && planner.Hides(dependency)))
        {
            log.Log(logLevel, eventId, "news of a question that is not shown, because its template read redacted keys", null, static (text, _) => text);
            return;
        }

        log.Log(logLevel, eventId, state, exception, formatter);
    }
}
