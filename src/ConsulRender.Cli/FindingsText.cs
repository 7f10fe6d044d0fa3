using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ConsulRender.Templating.Findings;

namespace ConsulRender.Cli;

/// <summary>Writes findings for people and for programs. Stateless.</summary>
internal static class FindingsText
{
    /// <summary>One line each, <c>file:line:column: severity: message</c>, as compilers write and editors read.</summary>
    public static string Lines(IEnumerable<Finding> findings) => string.Concat(findings.Select(finding => $"{OneLine(finding.ToString())}\n"));

    /// <summary>A JSON array with an object for each.</summary>
    public static string Json(IEnumerable<Finding> findings)
    {
        // Quotes in messages stay readable; what is written here never becomes part of a web page.
        var json = new FindingsJson(new JsonSerializerOptions
        {
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
            WriteIndented = true,
        });
        return JsonSerializer.Serialize([.. findings.Select(Row)], json.FindingRowArray) + "\n";
    }

    private static FindingRow Row(Finding finding) => new(
        finding.Position.Template,
        finding.Position.Line,
        finding.Position.Column,
        finding.Severity.ToString().ToLowerInvariant(),
        finding.Message,
        finding.Rule);

    // A message may quote a piece of a template that goes over lines.
    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}

/// <summary>A finding as programs read it.</summary>
internal sealed record FindingRow(string File, int Line, int Column, string Severity, string Message, string Rule);

/// <summary>Writes findings as JSON.</summary>
[JsonSerializable(typeof(FindingRow[]))]
internal sealed partial class FindingsJson : JsonSerializerContext;
