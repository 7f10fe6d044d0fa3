using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ConsulRender.Templating.Findings;

namespace ConsulRender.Cli;

/// <summary>Writes findings for people and for programs. Stateless.</summary>
internal static class FindingsText
{
    // Quotes in messages stay readable; what is written here never becomes part of a web page.
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = true };

    /// <summary>One line each, <c>file:line:column: severity: message</c>, as compilers write and editors read.</summary>
    public static string Lines(IEnumerable<Finding> findings) => string.Concat(findings.Select(finding => $"{OneLine(finding.ToString())}\n"));

    /// <summary>A JSON array with an object for each.</summary>
    public static string Json(IEnumerable<Finding> findings)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(text, Readable))
        {
            json.WriteStartArray();
            foreach (var finding in findings)
            {
                Write(json, finding);
            }

            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(text.WrittenSpan) + "\n";
    }

    private static void Write(Utf8JsonWriter json, Finding finding)
    {
        json.WriteStartObject();
        json.WriteString("file"u8, finding.Position.Template);
        json.WriteNumber("line"u8, finding.Position.Line);
        json.WriteNumber("column"u8, finding.Position.Column);
        json.WriteString("severity"u8, finding.Severity.ToString().ToLowerInvariant());
        json.WriteString("message"u8, finding.Message);
        json.WriteString("rule"u8, finding.Rule);
        json.WriteEndObject();
    }

    // A message may quote a piece of a template that goes over lines.
    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
