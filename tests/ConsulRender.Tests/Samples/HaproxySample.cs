using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ConsulRender.Consul;
using ConsulRender.Templating;
using Xunit;

namespace ConsulRender.Tests.Samples;

/// <summary>Renders the shipped HAProxy templates in process, with the sample's own vars; every test of this folder starts here.</summary>
internal static class HaproxySample
{
    internal const string Internal = "haproxy-internal.cfg";
    internal const string External = "haproxy-external.cfg";

    /// <summary>A shipped template with the sample's vars, which can be changed before.</summary>
    internal static Template Parse(string file, Action<JsonObject>? change = null) => Template.Parse(
        new TemplateSource(file + ".liquid", ReadTemplate(file)!),
        new TemplateOptions
        {
            Vars = Vars(change),
            FindPartial = name => ReadTemplate(name) is { } text ? new TemplateSource(name + ".liquid", text) : null,
        });

    /// <summary>The rendered text; the fixture is JSON text.</summary>
    internal static string RenderText(this Template template, string fixture)
    {
        using var rendering = template.Render(Load(fixture));
        Assert.Empty(rendering.Missing);
        return rendering.Text.ToString();
    }

    /// <summary>The rendered lines without the blank ones.</summary>
    internal static IReadOnlyList<string> RenderLines(this Template template, string fixture) => NotBlank(template.RenderText(fixture));

    internal static string Fixture() => File.ReadAllText(Path.Combine(Repository.Root, "samples", "haproxy", "fixture.json"));

    internal static IReadOnlyList<string> Golden(string file) =>
        NotBlank(File.ReadAllText(Path.Combine(Repository.Root, "tests", "ConsulRender.Tests", "Samples", "Golden", file)));

    private static string? ReadTemplate(string name)
    {
        var path = Path.Combine(Repository.Root, "templates", "haproxy", name + ".liquid");
        return File.Exists(path) ? File.ReadAllText(path) : null;
    }

    private static JsonElement Vars(Action<JsonObject>? change)
    {
        var settings = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "samples", "haproxy", "consulrender.json")))!;
        var vars = settings["vars"]!.AsObject();
        change?.Invoke(vars);
        using var document = JsonDocument.Parse(vars.ToJsonString());
        return document.RootElement.Clone();
    }

    internal static Snapshot Load(string fixture)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, fixture, Encoding.UTF8);
            return Snapshot.Load(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static string[] NotBlank(string text) => [.. text.Split('\n').Where(line => line.Trim().Length > 0)];
}
