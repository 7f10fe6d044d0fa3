using Serilog.Events;
using Serilog.Formatting.Display;
using Serilog.Parsing;

namespace ConsulRender.Tests.Cli.Logging;

/// <summary>Makes log events as the daemon's loggers do.</summary>
internal static class LogEvents
{
    private static readonly MessageTemplateParser Parser = new();

    /// <summary>How the tests' targets write an event: time and message.</summary>
    internal static MessageTemplateTextFormatter Text { get; } =
        new("{UtcTimestamp:yyyy-MM-ddTHH:mm:ss.fff}Z {Message:lj}{NewLine}{Exception}", System.Globalization.CultureInfo.InvariantCulture);

    internal static LogEvent Of(TimeProvider clock, string message, LogEventLevel level = LogEventLevel.Information) =>
        Of(clock, "{Text}", level, null, ("Text", message));

    internal static LogEvent Of(TimeProvider clock, string template, LogEventLevel level, Exception? exception, params (string Name, object? Value)[] values) =>
        new(clock.GetUtcNow(), level, exception, Parser.Parse(template), values.Select(value => new LogEventProperty(value.Name, PropertyOf(value.Value))));

    private static LogEventPropertyValue PropertyOf(object? value) =>
        value is string[] texts ? new SequenceValue(texts.Select(text => new ScalarValue(text))) : new ScalarValue(value);
}
