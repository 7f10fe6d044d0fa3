using System.Text.Json;
using ConsulRender.AcceptanceTests.Harness;

namespace ConsulRender.AcceptanceTests;

/// <summary>What <c>consulrender check</c> promises of the published binary: findings in both formats, no agent, nothing changed on disk.</summary>
public sealed class CheckTests
{
    [Fact(Timeout = 60_000)]
    public async Task Every_finding_is_told_in_lines_and_in_JSON_and_nothing_on_disk_changes()
    {
        await using var workspace = new Workspace();
        workspace.Write("settings.json", """
            {
              "template_dirs": ["partials"],
              "consul": { "address": "127.0.0.1:1" },
              "template": [
                { "source": "a.liquid", "destination": "out/a", "command": "touch reloaded" },
                { "source": "b.liquid", "destination": "out/a" }
              ]
            }
            """);
        workspace.Write("a.liquid", "{% for service in services %}\n{% include 'p' %}{% endfor %}");
        workspace.Write("b.liquid", "{% assign x = key('x') %}");
        workspace.Write("partials/p.liquid", "{{ service.name }}");
        workspace.Write("partials/q.liquid", "");
        var before = workspace.Contents();

        var lines = await workspace.RunAsync(ExitCodes.Findings, "check", "-config", "settings.json");
        var json = await workspace.RunAsync(ExitCodes.Findings, "check", "-config", "settings.json", "-format", "json");
        var warnings = await workspace.RunAsync(ExitCodes.Success, "check", "-template", "b.liquid:out/b");

        Assert.Equal(
            ["a.liquid:1:1: warning", "b.liquid:1:1: warning", "partials/q.liquid:1:1: warning", "settings.json:6:29: error"],
            lines.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => string.Join(':', line.Split(':')[..4])));
        using var document = JsonDocument.Parse(json.Output);
        Assert.Equal(
            ["shadowed-function", "unused-assign", "unused-partial", "duplicate-destination"],
            document.RootElement.EnumerateArray().Select(finding => finding.GetProperty("rule").GetString()));
        Assert.Contains("\"x\" is assigned and never read", warnings.Output, StringComparison.Ordinal);
        Assert.Equal(("", "", ""), (lines.Errors, json.Errors, warnings.Errors));
        Assert.Equal(before, workspace.Contents());
    }

    [Fact(Timeout = 60_000)]
    public async Task The_samples_as_they_are_shipped_have_no_findings()
    {
        await using var workspace = new Workspace();
        workspace.CopyFromRepository("samples/haproxy");
        workspace.CopyFromRepository("templates");

        var run = await workspace.RunAsync(ExitCodes.Success, "check", "-strict", "-config", "samples/haproxy/consulrender.json");

        Assert.Equal(("", ""), (run.Output, run.Errors));
    }
}
