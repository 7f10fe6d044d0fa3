using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Formatting.Display;

namespace ConsulRender.Cli.Logging;

/// <summary>Writes each log event as one JSON object in one line: time, level, message, the message's values, exception. Stateless.</summary>
internal sealed class JsonLines : ITextFormatter
{
    private static readonly JsonWriterOptions _options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly MessageTemplateTextFormatter _message = new("{Message:lj}", CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public void Format(LogEvent logEvent, TextWriter output)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, _options))
        {
            json.WriteStartObject();
            json.WriteString("time", LogTime.Format(logEvent.Timestamp));
            json.WriteString("level", SeverityName.Of(logEvent.Level).ToLowerInvariant());
            json.WriteString("message", MessageOf(logEvent));
            foreach (var (name, value) in logEvent.Properties)
            {
                if (IsOfTheMessage(name))
                {
                    json.WritePropertyName(NameOf(name));
                    Write(json, value);
                }
            }

            if (logEvent.Exception is { } exception)
            {
                json.WriteString("exception", exception.ToString());
            }

            json.WriteEndObject();
        }

        output.Write(Encoding.UTF8.GetString(buffer.WrittenSpan));
        output.Write('\n');
    }

    private string MessageOf(LogEvent logEvent)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        _message.Format(logEvent, text);
        return text.ToString();
    }

    // What the logging interface adds to each event says nothing to an operator.
    private static bool IsOfTheMessage(string name) => name is not (SeverityName.Property or "EventId" or "SourceContext");

    // As the keys of settings are spelt; none may stand twice in an object.
    private static string NameOf(string property)
    {
        var name = JsonNamingPolicy.SnakeCaseLower.ConvertName(property);
        return name is "time" or "level" or "message" or "exception" ? $"{name}_" : name;
    }

    private static void Write(Utf8JsonWriter json, LogEventPropertyValue value)
    {
        switch (value)
        {
            case ScalarValue scalar:
                WriteScalar(json, scalar.Value);
                break;
            case SequenceValue sequence:
                json.WriteStartArray();
                foreach (var element in sequence.Elements)
                {
                    Write(json, element);
                }

                json.WriteEndArray();
                break;
            default:
                json.WriteStringValue(value.ToString(null, CultureInfo.InvariantCulture));
                break;
        }
    }

    private static void WriteScalar(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case bool truth:
                json.WriteBooleanValue(truth);
                break;
            case int number:
                json.WriteNumberValue(number);
                break;
            case long number:
                json.WriteNumberValue(number);
                break;
            case double number when double.IsFinite(number):
                json.WriteNumberValue(number);
                break;
            default:
                json.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }
    }
}
