using ConsulRender.Settings;
using Microsoft.Extensions.Logging;

namespace ConsulRender.Cli.Logging;

/// <summary>A logger that sets Serilog up at the first line it has to print: a quiet <c>-once</c> never pays for it. Owned by the command.</summary>
internal sealed class LazyLogger(Settings.Settings settings) : ILogger, IDisposable
{
    private readonly Lazy<ILoggerFactory> _factory = new(() => LogFactory.Create(settings), isThreadSafe: true);

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => logLevel >= Level(settings.LogLevel);

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

    /// <summary>The level of .NET's interface for a severity of ours.</summary>
    internal static LogLevel Level(LogSeverity severity) => (LogLevel)severity;
}
