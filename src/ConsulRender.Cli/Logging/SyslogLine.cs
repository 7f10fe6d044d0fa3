using System.Globalization;
using ConsulRender.Settings;
using Serilog.Events;

namespace ConsulRender.Cli.Logging;

/// <summary>Words log events for syslog, as RFC 5424 has it. Immutable.</summary>
/// <seealso href="https://www.rfc-editor.org/rfc/rfc5424#section-6"/>
internal sealed class SyslogLine(SyslogFacility facility, string name)
{
    private const int LongestHost = 255;
    private const int LongestName = 48;

    private readonly string _host = Field(Environment.MachineName, LongestHost);
    private readonly string _name = Field(name, LongestName);
    private readonly string _processId = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);

    /// <summary>One message with everything before it.</summary>
    public string Format(LogEvent logEvent, string message) =>
        $"<{(facility.Number * 8) + Severity(logEvent.Level)}>1 {LogTime.Format(logEvent.Timestamp)} {_host} {_name} {_processId} - - {message}";

    private static int Severity(LogEventLevel level) => level switch
    {
        LogEventLevel.Fatal => 2,
        LogEventLevel.Error => 3,
        LogEventLevel.Warning => 4,
        LogEventLevel.Information => 6,
        _ => 7,
    };

    // Fields end with a blank, and nothing but visible ASCII may stand in them.
    private static string Field(string text, int longest)
    {
        var visible = string.Concat(text.Where(letter => letter is > ' ' and < '\x7f'));
        return visible.Length == 0 ? "-" : visible[..Math.Min(visible.Length, longest)];
    }
}
