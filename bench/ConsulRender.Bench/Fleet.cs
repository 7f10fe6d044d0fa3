using System.Globalization;
using System.Text;

namespace ConsulRender.Bench;

/// <summary>The services, instances and nodes as the agent has been told of them by now; owned by the bench, which tells the agent.</summary>
internal sealed class Fleet(ScaleSize size)
{
    private readonly FleetInstance[] _instances = [.. Enumerable.Range(0, size.Services * size.Instances)
        .Select(index => new FleetInstance(index, index / size.Instances, index % size.Nodes))];

    private readonly FleetNode[] _nodes = [.. Enumerable.Range(0, size.Nodes).Select(index => new FleetNode(index))];

    /// <summary>How large it is.</summary>
    public ScaleSize Size => size;

    /// <summary>All instances, those of a service one after the other.</summary>
    public IReadOnlyList<FleetInstance> Instances => _instances;

    /// <summary>All nodes.</summary>
    public IReadOnlyList<FleetNode> Nodes => _nodes;

    /// <summary>The node of an instance.</summary>
    public FleetNode NodeOf(FleetInstance instance) => _nodes[instance.Node];

    /// <summary>The instances on a node.</summary>
    public IReadOnlyList<FleetInstance> On(FleetNode node) => [.. _instances.Where(instance => instance.Node == node.Index)];

    /// <summary>The line that a file must hold for an instance, or null where it must hold none: only passing instances are listed.</summary>
    public string? Line(FleetInstance instance)
    {
        var node = NodeOf(instance);
        return instance.IsRegistered && !instance.IsCritical && !node.IsCritical
            ? string.Create(CultureInfo.InvariantCulture, $"{instance.Id} {node.Name} {node.Address}:{instance.Port} http,production,v{instance.Version}")
            : null;
    }

    /// <summary>How many lines of a file are not as they should be, in either direction. The agent's own service is not counted.</summary>
    public int Differences(ReadOnlySpan<byte> file)
    {
        var expected = _instances.Select(Line).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var lines = Encoding.UTF8.GetString(file).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => line.StartsWith(FleetInstance.Prefix, StringComparison.Ordinal)).ToList();
        return expected.Count + lines.Count - (2 * lines.Distinct(StringComparer.Ordinal).Count(expected.Contains));
    }
}

/// <summary>An instance and how it should be by now; owned by the fleet, changed by <see cref="FleetChanges"/>.</summary>
internal sealed class FleetInstance(int index, int service, int node)
{
    /// <summary>What all IDs begin with.</summary>
    public const string Prefix = "s-";

    /// <summary>Its place among all.</summary>
    public int Index => index;

    /// <summary>Which service it belongs to.</summary>
    public int Service => service;

    /// <summary>Which node it runs on.</summary>
    public int Node => node;

    /// <summary>Its ID.</summary>
    public string Id { get; } = $"{Prefix}{index:D6}";

    /// <summary>The name of its service.</summary>
    public string ServiceName { get; } = $"service-{service:D5}";

    /// <summary>Its port, different with each change.</summary>
    public int Port { get; set; } = 20_000;

    /// <summary>The number in its tag.</summary>
    public int Version { get; set; } = 1;

    /// <summary>Whether its check is critical.</summary>
    public bool IsCritical { get; set; }

    /// <summary>Whether it is registered.</summary>
    public bool IsRegistered { get; set; } = true;
}

/// <summary>A node and how it should be by now; owned by the fleet, changed by <see cref="FleetChanges"/>.</summary>
internal sealed class FleetNode(int index)
{
    /// <summary>Its place among all.</summary>
    public int Index => index;

    /// <summary>Its name.</summary>
    public string Name { get; } = $"node-{index:D4}";

    /// <summary>The number in its address.</summary>
    public int Version { get; set; }

    /// <summary>Whether a check of the node itself is critical.</summary>
    public bool IsCritical { get; set; }

    /// <summary>Its address, different with each change; the instances have none of their own.</summary>
    public string Address => $"10.{Version % 250}.{index / 250}.{(index % 250) + 1}";
}
