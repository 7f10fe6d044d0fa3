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
    private readonly List<(string Name, ScriptedInstance Instance, ulong Index)> _imported = [];
    private ulong _catalogIndex = 10;
    private ulong _nodesIndex = 10;

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

    /// <summary>Wakes all who ask about services and checks, as a registration does that changes nothing.</summary>
    internal void Wake() => _catalogIndex = ++Index;

    /// <summary>Wakes all who ask about nodes although none changed, as newer versions may.</summary>
    internal void WakeNodes() => _nodesIndex = ++Index;

    /// <summary>An instance that another cluster exports to this one.</summary>
    internal void Import(string name, ScriptedInstance instance)
    {
        _imported.RemoveAll(imported => imported.Name == name);
        _catalogIndex = ++Index;
        _imported.Add((name, instance, Index));
    }

    /// <summary>Goes back to what there was at an earlier index, as a restored Consul snapshot does.</summary>
    internal void GoBack(ulong index) => _catalogIndex = _nodesIndex = Index = index;

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
        "/v1/catalog/nodes" => new(HttpStatusCode.OK, "[]", _nodesIndex),
        "/v1/health/state/any" => new(HttpStatusCode.OK, parameters.ContainsKey("filter") ? "[]" : Checks(null).ToJsonString(), _catalogIndex),
        "/v1/internal/ui/nodes" => new(HttpStatusCode.OK, UiNodes().ToJsonString(), Math.Max(_catalogIndex, _nodesIndex)),
        "/v1/catalog/services" => new(HttpStatusCode.OK, CatalogServices().ToJsonString(), _catalogIndex),
        _ when path.StartsWith("/v1/health/service/", StringComparison.Ordinal) => Health(path["/v1/health/service/".Length..], parameters),
        _ when path.StartsWith("/v1/kv/", StringComparison.Ordinal) => Keys(path["/v1/kv/".Length..], parameters.ContainsKey("recurse")),
        _ => new(HttpStatusCode.NotFound, "Invalid URL path: not a recognized HTTP API endpoint", 0),
    };

    /// <summary>Reads keys together, all of them or none, as Consul does.</summary>
    internal ScriptedAnswer Transact(string body)
    {
        var keys = JsonNode.Parse(body)!.AsArray().Select(operation => operation!["KV"]!).Select(get => get["Verb"]!.GetValue<string>() == "get" ? get["Key"]!.GetValue<string>() : throw new InvalidOperationException(body)).ToList();
        var errors = keys.Index().Where(key => !_keys.ContainsKey(key.Item)).Select(key => new JsonObject { ["OpIndex"] = key.Index, ["What"] = $"key \"{key.Item}\" doesn't exist" }).ToArray<JsonNode>();
        return errors.Length > 0
            ? new(HttpStatusCode.Conflict, new JsonObject { ["Results"] = null, ["Errors"] = new JsonArray(errors) }.ToJsonString(), 0)
            : new(HttpStatusCode.OK, new JsonObject { ["Results"] = new JsonArray([.. keys.Select(key => new JsonObject { ["KV"] = Entry(key, _keys[key].Value, _keys[key].Index) })]), ["Errors"] = null }.ToJsonString(), 0);
    }

    private JsonObject CatalogServices()
    {
        var services = new JsonObject { ["consul"] = new JsonArray() };
        foreach (var (name, service) in _services)
        {
            services[name] = new JsonArray([.. service.Instances.SelectMany(instance => instance.Tags).Select(tag => JsonValue.Create(tag))]);
        }

        return services;
    }

    private JsonArray UiNodes() => new([.. _services.Values.SelectMany(service => service.Instances).Concat(_imported.Select(imported => imported.Instance))
        .DistinctBy(instance => instance.Node)
        .Select(instance => new JsonObject
        {
            ["ID"] = "",
            ["Node"] = instance.Node,
            ["Address"] = instance.NodeAddress,
            ["TaggedAddresses"] = new JsonObject { ["lan"] = instance.NodeAddress },
            ["Meta"] = new JsonObject { ["rack"] = "a" },
            ["Services"] = new JsonArray([.. UiInstances(instance.Node)]),
            ["Checks"] = Checks(instance.Node),
        })]);

    private IEnumerable<JsonNode> UiInstances(string node) => _services
        .SelectMany(service => service.Value.Instances.Select(instance => (Name: service.Key, Instance: instance, service.Value.Index, Peer: "")))
        .Concat(_imported.Select(imported => (imported.Name, imported.Instance, imported.Index, Peer: "elsewhere")))
        .Where(one => one.Instance.Node == node)
        .Select(one => new JsonObject
        {
            ["ID"] = one.Instance.Id ?? one.Name,
            ["Service"] = one.Name,
            ["Port"] = one.Instance.Port,
            ["PeerName"] = one.Peer,
            ["ModifyIndex"] = one.Index,
        });

    private JsonArray Checks(string? node) => new([.. _services
        .SelectMany(service => service.Value.Instances.Where(instance => node is null || instance.Node == node).Select(instance => new JsonObject
        {
            ["Node"] = instance.Node,
            ["CheckID"] = "service:" + (instance.Id ?? service.Key),
            ["Status"] = instance.Status,
            ["ServiceName"] = service.Key,
            ["ModifyIndex"] = service.Value.Index,
        }))]);

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
