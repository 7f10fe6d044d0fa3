using ConsulRender.Consul.Dependencies;

namespace ConsulRender.Consul.Fixtures;

/// <summary>A catalog and keys written by hand, which answers any dependency; owned by the snapshot that loaded it. It has one datacenter, whatever is asked for.</summary>
internal sealed class Fixture
{
    private readonly Dictionary<string, ByHealth> _services;
    private readonly SortedList<string, string> _keys;

    internal Fixture(IReadOnlyDictionary<string, List<ServiceInstance>> services, SortedList<string, string> keys, IEnumerable<CatalogNode> nodes)
    {
        Nodes = ConsulJson.Sorted([.. nodes], NodeEntry.ByName);
        _services = services.ToDictionary(service => service.Key, service => new ByHealth(service.Value), StringComparer.Ordinal);
        _keys = keys;
        ServiceNames =
        [
            .. services.OrderBy(service => service.Key, StringComparer.Ordinal)
                .Select(service => new ServiceName(service.Key, ConsulJson.SortedUnique([.. service.Value.SelectMany(instance => instance.Tags)]))),
        ];
    }

    /// <summary>The texts of files by path; null when the fixture leaves files to the disk.</summary>
    internal SortedList<string, string>? Files { get; init; }

    /// <summary>What templates see as the time.</summary>
    internal DateTimeOffset Time { get; init; } = DateTimeOffset.UnixEpoch;

    /// <summary>All services with the tags of their instances, healthy or not, as Consul's catalog lists them.</summary>
    internal EquatableList<ServiceName> ServiceNames { get; }

    /// <summary>The nodes that the fixture lists, and those that only instances name.</summary>
    internal EquatableList<CatalogNode> Nodes { get; }

    /// <summary>The agent that a fixture stands for: one on its first node.</summary>
    internal Agent Agent => Nodes.Count == 0
        ? new() { Datacenter = "dc1" }
        : new() { Node = Nodes[0].Name, Address = Nodes[0].Address, Datacenter = "dc1", Meta = Nodes[0].Meta };

    /// <exception cref="FixtureException">The file cannot be read or is not a fixture; the message says where.</exception>
    internal static Fixture Load(string path)
    {
        try
        {
            return FixtureFile.Read(path, File.ReadAllBytes(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            var reason = exception is FileNotFoundException or DirectoryNotFoundException ? "there is no such file" : exception.Message;
            throw new FixtureException($"{path}: the fixture cannot be read: {reason}");
        }
    }

    /// <summary>The instances of a service; a service that the fixture does not name has none.</summary>
    internal EquatableList<ServiceInstance> Instances(string service, string? tag, bool passingOnly)
    {
        if (!_services.TryGetValue(service, out var instances))
        {
            return [];
        }

        var chosen = passingOnly ? instances.Passing : instances.All;
        return string.IsNullOrEmpty(tag) ? chosen : [.. chosen.Where(instance => HasTag(instance, tag))];
    }

    /// <summary>A node; null when there is none of that name.</summary>
    internal CatalogNode? Node(string name) => Nodes.FirstOrDefault(node => node.Name == name);

    /// <summary>The instances on a node, as a catalog that knows nothing of health lists them.</summary>
    internal List<ServiceInstance> ServicesOn(string node) =>
    [
        .. _services.Values.SelectMany(service => service.All).Where(instance => instance.Node == node)
            .Select(instance => instance with { Status = "", Checks = [] }),
    ];

    /// <summary>The checks, one for each instance that says a status.</summary>
    internal EquatableList<HealthCheck> Checks(ChecksBy by, string name) => ConsulJson.Sorted(
        [.. _services.Values.SelectMany(service => service.All).SelectMany(instance => instance.Checks).Where(check => IsAskedFor(check, by, name))],
        CheckEntry.ByNodeThenId);

    /// <summary>A key's value; null when there is no such key.</summary>
    internal string? Key(string key) => _keys.GetValueOrDefault(key);

    /// <summary>The keys under a folder, which is empty or ends with a slash.</summary>
    internal EquatableList<KeyPair> Tree(string folder) =>
    [
        .. _keys.Where(pair => KeyTree.IsInFolder(folder, pair.Key))
            .Select(pair => new KeyPair(pair.Key, pair.Key[folder.Length..], pair.Value, Flags: 0)),
    ];

    private static bool IsAskedFor(HealthCheck check, ChecksBy by, string name) => by switch
    {
        ChecksBy.Service => check.ServiceName == name,
        ChecksBy.Node => check.Node == name,
        _ => name == "any" || check.Status == name,
    };

    // Consul compares tags without regard to case when it filters.
    private static bool HasTag(ServiceInstance instance, string tag) => instance.Tags.Contains(tag, StringComparer.OrdinalIgnoreCase);

    private sealed class ByHealth
    {
        internal ByHealth(List<ServiceInstance> instances)
        {
            All = ConsulJson.Sorted(instances, HealthEntry.ByNodeThenId);
            Passing = [.. All.Where(instance => instance.Status == HealthStatus.Passing.Word())];
        }

        internal EquatableList<ServiceInstance> All { get; }

        internal EquatableList<ServiceInstance> Passing { get; }
    }
}
