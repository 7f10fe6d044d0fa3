using System.Globalization;
using ConsulRender.Settings;
using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Extensions.Logging;

namespace ConsulRender.Cli;

/// <summary>Sets Serilog up, in code because its settings reader needs reflection; lines go to standard error. Stateless.</summary>
internal static class Logging
{
    private const string Line = "{UtcTimestamp:yyyy-MM-ddTHH:mm:ss.fff}Z [{Severity}] {Message:lj}{NewLine}{Exception}";

    /// <summary>A factory whose loggers print lines of at least this severity.</summary>
    public static ILoggerFactory CreateFactory(LogSeverity minimum)
    {
        var logger = new LoggerConfiguration()
            .MinimumLevel.Is(LevelConvert.ToSerilogLevel(Level(minimum)))
            .Enrich.With<SeverityName>()
            .WriteTo.Console(
                outputTemplate: Line,
                formatProvider: CultureInfo.InvariantCulture,
                standardErrorFromLevel: LogEventLevel.Verbose,
                theme: Serilog.Sinks.SystemConsole.Themes.ConsoleTheme.None)
            .CreateLogger();
        return new SerilogLoggerFactory(logger, dispose: true);
    }

    /// <summary>The level of .NET's interface for a severity of ours.</summary>
    public static LogLevel Level(LogSeverity severity) => (LogLevel)severity;

    /// <summary>Gives each line the name of its severity as consul-template writes it.</summary>
    private sealed class SeverityName : ILogEventEnricher
    {
        public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
        {
            var name = logEvent.Level switch
            {
                LogEventLevel.Verbose => "TRACE",
                LogEventLevel.Debug => "DEBUG",
                LogEventLevel.Information => "INFO",
                LogEventLevel.Warning => "WARN",
                _ => "ERR",
            };
            logEvent.AddPropertyIfAbsent(new LogEventProperty("Severity", new ScalarValue(name)));
        }
    }
}
