using System.Globalization;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Formatting.Display;

namespace ConsulRender.Cli.Logging;

/// <summary>Log events as text for people; what came from data or from commands cannot tell a terminal what to do. Stateless.</summary>
internal sealed class TextLines(string template) : ITextFormatter
{
    private readonly MessageTemplateTextFormatter _formatter = new(template, CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public void Format(LogEvent logEvent, TextWriter output)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        _formatter.Format(logEvent, text);
        output.Write(ErrorLines.Shown(text.ToString()));
    }
}
