using System.Text.Json.Nodes;
using Xunit;

namespace ConsulRender.Tests.Samples;

/// <summary>Writes a fixture in a test's own words; owned by the test that builds it.</summary>
internal sealed class Catalog
{
    private readonly JsonObject _services = [];
    private readonly JsonObject _nodes = [];
    private string _maxconn = "4096";
    private int _instances;

    /// <summary>Adds an instance of a service on the node <c>n1</c>, with a port of its own.</summary>
    internal Catalog With(string service, params string[] tags) => WithInstance(service, tags);

    /// <summary>Adds an instance of a service and says everything that matters about it.</summary>
    internal Catalog WithInstance(
        string service,
        string[] tags,
        string? id = null,
        string node = "n1",
        string address = "10.0.0.1",
        int? port = null,
        string status = "passing")
    {
        _instances++;
        _nodes[node] ??= new JsonObject { ["address"] = "10.0.0.1" };
        var instances = (JsonArray)(_services[service] ??= new JsonArray());
        instances.Add((JsonNode)new JsonObject
        {
            ["node"] = node,
            ["id"] = id ?? $"{service}.{_instances}",
            ["address"] = address,
            ["port"] = port ?? (31000 + _instances),
            ["tags"] = new JsonArray([.. tags.Select(tag => (JsonNode)tag)]),
            ["status"] = status,
        });
        return this;
    }

    /// <summary>What the key with the connection limit holds.</summary>
    internal Catalog WithMaxconn(string text)
    {
        _maxconn = text;
        return this;
    }

    internal string ToJson() => new JsonObject
    {
        ["nodes"] = _nodes.DeepClone(),
        ["services"] = _services.DeepClone(),
        ["keys"] = new JsonObject { ["service/haproxy/maxconn"] = _maxconn },
    }.ToJsonString();

    internal IReadOnlyList<string> Internal(Action<JsonObject>? change = null) => Render(HaproxySample.Internal, change);

    internal IReadOnlyList<string> External(Action<JsonObject>? change = null) => Render(HaproxySample.External, change);

    private IReadOnlyList<string> Render(string file, Action<JsonObject>? change)
    {
        var lines = HaproxySample.Parse(file, change).RenderLines(ToJson());
        Assert.Empty(ConfigurationRules.Violations(lines));
        return lines;
    }
}
