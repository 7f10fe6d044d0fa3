using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace ConsulRender.Tests;

/// <summary>An instance as a test describes it; immutable.</summary>
internal sealed record ScriptedInstance(string Node, int Port)
{
    internal string? Id { get; init; }

    internal string NodeAddress { get; init; } = "10.0.0.1";

    internal string Address { get; init; } = "";

    internal string[] Tags { get; init; } = [];

    internal string Status { get; init; } = "passing";

    internal string CheckOutput { get; init; } = "";
}

/// <summary>What the agent answers; immutable.</summary>
internal sealed record ScriptedAnswer(HttpStatusCode Status, string Body, ulong Index);

/// <summary>The services and keys of a <see cref="ScriptedConsul"/> with an index for each change, as Consul counts; owned by it.</summary>
internal sealed class ScriptedCatalog
{
    private readonly SortedDictionary<string, (string Value, ulong Index)> _keys = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ulong> _deleted = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, (ScriptedInstance[] Instances, ulong Index)> _services = new(StringComparer.Ordinal);
    private ulong _catalogIndex = 10;

    /// <summary>The index of the last change; a test lowers it to play a Consul that lost its data.</summary>
    internal ulong Index { get; set; } = 10;

    /// <summary>Writes a key.</summary>
    internal void Key(string key, string value) => _keys[key] = (value, ++Index);

    /// <summary>Deletes a key.</summary>
    internal void DeleteKey(string key)
    {
        _keys.Remove(key);
        _deleted[key] = ++Index;
    }

    /// <summary>Replaces the instances of a service; none removes it.</summary>
    internal void Service(string name, params ScriptedInstance[] instances)
    {
        _catalogIndex = ++Index;
        _services.Remove(name);
        if (instances.Length > 0)
        {
            _services.Add(name, (instances, Index));
        }
    }

    /// <summary>Forgets everything, as a development agent does when it restarts.</summary>
    internal void Clear()
    {
        _keys.Clear();
        _deleted.Clear();
        _services.Clear();
        _catalogIndex = Index = 1;
    }

    internal ScriptedAnswer Answer(string path, IReadOnlyDictionary<string, string> parameters) => path switch
    {
        "/v1/catalog/services" => new(HttpStatusCode.OK, CatalogServices().ToJsonString(), _catalogIndex),
        _ when path.StartsWith("/v1/health/service/", StringComparison.Ordinal) => Health(path["/v1/health/service/".Length..], parameters),
        _ when path.StartsWith("/v1/kv/", StringComparison.Ordinal) => Keys(path["/v1/kv/".Length..], parameters.ContainsKey("recurse")),
        _ => new(HttpStatusCode.NotFound, "Invalid URL path: not a recognized HTTP API endpoint", 0),
    };

    private JsonObject CatalogServices()
    {
        var services = new JsonObject { ["consul"] = new JsonArray() };
        foreach (var (name, service) in _services)
        {
            services[name] = new JsonArray([.. service.Instances.SelectMany(instance => instance.Tags).Select(tag => JsonValue.Create(tag))]);
        }

        return services;
    }

    private ScriptedAnswer Health(string name, IReadOnlyDictionary<string, string> parameters)
    {
        var (instances, index) = _services.TryGetValue(name, out var service) ? service : ([], _catalogIndex);
        var chosen = instances
            .Where(instance => !parameters.ContainsKey("passing") || instance.Status == "passing")
            .Where(instance => !parameters.TryGetValue("tag", out var tag) || instance.Tags.Contains(tag, StringComparer.OrdinalIgnoreCase));
        return new(HttpStatusCode.OK, new JsonArray([.. chosen.Select(instance => Entry(name, instance, index))]).ToJsonString(), index);
    }

    private static JsonObject Entry(string name, ScriptedInstance instance, ulong index) => new()
    {
        ["Node"] = new JsonObject { ["Node"] = instance.Node, ["Address"] = instance.NodeAddress, ["Datacenter"] = "dc1", ["Meta"] = null, ["ModifyIndex"] = index },
        ["Service"] = new JsonObject
        {
            ["ID"] = instance.Id ?? name,
            ["Service"] = name,
            ["Tags"] = instance.Tags.Length == 0 ? null : new JsonArray([.. instance.Tags.Select(tag => JsonValue.Create(tag))]),
            ["Address"] = instance.Address,
            ["Port"] = instance.Port,
            ["ModifyIndex"] = index,
        },
        ["Checks"] = new JsonArray(new JsonObject { ["CheckID"] = "service:" + name, ["Status"] = instance.Status, ["Output"] = instance.CheckOutput, ["ModifyIndex"] = index }),
    };

    private ScriptedAnswer Keys(string key, bool recurse)
    {
        bool IsMeant(string other) => recurse ? other.StartsWith(key, StringComparison.Ordinal) : other == key;
        var pairs = _keys.Where(pair => IsMeant(pair.Key)).ToArray();
        var index = pairs.Select(pair => pair.Value.Index).Concat(_deleted.Where(pair => IsMeant(pair.Key)).Select(pair => pair.Value)).DefaultIfEmpty(1ul).Max();
        return pairs.Length == 0
            ? new(HttpStatusCode.NotFound, "", index)
            : new(HttpStatusCode.OK, new JsonArray([.. pairs.Select(pair => Entry(pair.Key, pair.Value.Value, pair.Value.Index))]).ToJsonString(), index);
    }

    private static JsonObject Entry(string key, string value, ulong index) => new()
    {
        ["LockIndex"] = 0,
        ["Key"] = key,
        ["Flags"] = 0,
        ["Value"] = value.Length == 0 ? null : Convert.ToBase64String(Encoding.UTF8.GetBytes(value)),
        ["ModifyIndex"] = index,
    };
}
