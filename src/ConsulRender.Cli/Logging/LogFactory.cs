using System.Diagnostics.CodeAnalysis;
using ConsulRender.Settings;
using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Extensions.Logging;
using Serilog.Formatting;

namespace ConsulRender.Cli.Logging;

/// <summary>Sets Serilog up, in code because its settings reader needs reflection: lines go to standard error, and beside it to a file and to syslog. Stateless.</summary>
internal static class LogFactory
{
    private const string Line = "{UtcTimestamp:yyyy-MM-ddTHH:mm:ss.fff}Z [{Severity}] {Message:lj}{NewLine}{Exception}";

    // Syslog has a field for the time and one for the severity.
    private const string SyslogLine = "{Message:lj}{NewLine}{Exception}";

    /// <summary>A factory whose loggers print lines of at least the settings' severity; to be disposed, so that nothing is left unwritten.</summary>
    public static ILoggerFactory Create(Settings.Settings settings)
    {
        var lines = Lines(settings.LogFormat, Line);
        var minimum = LevelConvert.ToSerilogLevel(LazyLogger.Level(settings.LogLevel));
        var console = new LoggerConfiguration()
            .MinimumLevel.Is(minimum)
            .Enrich.With<SeverityName>()
            .WriteTo.Console(lines, standardErrorFromLevel: LogEventLevel.Verbose)
            .CreateLogger();
        var logger = settings.LogFile.Path is null && !settings.Syslog.Enabled ? console : Beside(console, settings, minimum, lines);
        return new SerilogLoggerFactory(logger, dispose: true);
    }

    [SuppressMessage("Reliability", "CA2000", Justification = "The logger owns its sinks, and each sink its target.")]
    private static Logger Beside(Logger console, Settings.Settings settings, LogEventLevel minimum, ITextFormatter lines)
    {
        var configuration = new LoggerConfiguration().MinimumLevel.Is(minimum).Enrich.With<SeverityName>().WriteTo.Logger(console);
        if (settings.LogFile.Path is { } path)
        {
            configuration.WriteTo.Sink(Queue(new LogFile(path, settings.LogFile, lines, TimeProvider.System, Tell)));
        }

        // An unknown facility ended the start: the settings are read before there is a log.
        if (settings.Syslog.Enabled && SyslogFacility.Parse(settings.Syslog.Facility) is { } facility)
        {
            configuration.WriteTo.Sink(Queue(new SyslogSocket(facility, settings.Syslog.Name, Lines(settings.LogFormat, SyslogLine))));
        }

        return configuration.CreateLogger();

        // What is wrong with a file is of no use in that file.
        LogQueue Queue(ILogTarget target) => new(new SteadyTarget(target, TimeProvider.System, Tell));

        void Tell(LogEventLevel level, string message) => console.Write(level, "{Trouble}", message);
    }

    private static ITextFormatter Lines(LogFormat format, string template) =>
        format == LogFormat.Json ? new JsonLines() : new TextLines(template);
}
