using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ConsulRender.Consul;
using ConsulRender.Templating;

namespace ConsulRender.Tests.Samples;

/// <summary>Renders the shipped HAProxy templates in process, with the sample's own vars; every test of this folder starts here.</summary>
internal static class HaproxySample
{
    internal const string Internal = "haproxy-internal.cfg";
    internal const string External = "haproxy-external.cfg";

    private static readonly string Root = FindRoot();

    /// <summary>The lines of a rendered file without the blank ones.</summary>
    internal static IReadOnlyList<string> Render(string file, string fixture, Action<JsonObject>? change = null) =>
        NotBlank(RenderText(file, fixture, change));

    /// <summary>The text of a rendered file; the fixture is JSON text, and vars can be changed before.</summary>
    internal static string RenderText(string file, string fixture, Action<JsonObject>? change = null)
    {
        var template = Template.Parse(
            new TemplateSource(file + ".liquid", ReadTemplate(file)!),
            new TemplateOptions
            {
                Vars = Vars(change),
                FindPartial = name => ReadTemplate(name) is { } text ? new TemplateSource(name + ".liquid", text) : null,
            });
        using var rendering = template.Render(Load(fixture));
        Assert.Empty(rendering.Missing);
        return rendering.Text.ToString();
    }

    internal static string Fixture() => File.ReadAllText(Path.Combine(Root, "samples", "haproxy", "fixture.json"));

    internal static IReadOnlyList<string> Golden(string file) =>
        NotBlank(File.ReadAllText(Path.Combine(Root, "tests", "ConsulRender.Tests", "Samples", "Golden", file)));

    private static string? ReadTemplate(string name)
    {
        var path = Path.Combine(Root, "templates", "haproxy", name + ".liquid");
        return File.Exists(path) ? File.ReadAllText(path) : null;
    }

    private static JsonElement Vars(Action<JsonObject>? change)
    {
        var settings = JsonNode.Parse(File.ReadAllText(Path.Combine(Root, "samples", "haproxy", "consulrender.json")))!;
        var vars = settings["vars"]!.AsObject();
        change?.Invoke(vars);
        using var document = JsonDocument.Parse(vars.ToJsonString());
        return document.RootElement.Clone();
    }

    private static Snapshot Load(string fixture)
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

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ConsulRender.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException("no ConsulRender.sln above " + AppContext.BaseDirectory);
    }
}
