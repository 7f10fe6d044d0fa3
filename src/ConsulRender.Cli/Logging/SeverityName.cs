using Serilog.Core;
using Serilog.Events;

namespace ConsulRender.Cli.Logging;

/// <summary>Gives each line the name of its severity as consul-template writes it. Stateless.</summary>
internal sealed class SeverityName : ILogEventEnricher
{
    /// <summary>The property that holds the name.</summary>
    public const string Property = "Severity";

    /// <inheritdoc/>
    public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory) =>
        logEvent.AddPropertyIfAbsent(new LogEventProperty(Property, new ScalarValue(Of(logEvent.Level))));

    /// <summary>The name of a severity in upper case; what ends the program is an error to consul-template, too.</summary>
    public static string Of(LogEventLevel level) => level switch
    {
        LogEventLevel.Verbose => "TRACE",
        LogEventLevel.Debug => "DEBUG",
        LogEventLevel.Information => "INFO",
        LogEventLevel.Warning => "WARN",
        _ => "ERR",
    };
}
