using ConsulRender.Settings;
using Microsoft.Extensions.Logging;

namespace ConsulRender.Cli;

/// <summary>A logger that sets Serilog up at the first line it has to print: a quiet <c>-once</c> never pays for it. Owned by the command.</summary>
internal sealed class LazyLogger(LogSeverity minimum) : ILogger, IDisposable
{
    private readonly Lazy<ILoggerFactory> _factory = new(() => Logging.CreateFactory(minimum), isThreadSafe: true);

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => logLevel >= Logging.Level(minimum);

    /// <inheritdoc/>
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            _factory.Value.CreateLogger("consulrender").Log(logLevel, eventId, state, exception, formatter);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_factory.IsValueCreated)
        {
            _factory.Value.Dispose();
        }
    }
}
