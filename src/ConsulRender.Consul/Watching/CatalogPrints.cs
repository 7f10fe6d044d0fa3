using System.Text.Json;

namespace ConsulRender.Consul.Watching;

/// <summary>
/// A number for each service of a catalog that changes whenever one of its instances, checks or nodes does, so that two dumps of the catalog tell which
/// services changed in between. Owned by one coarse watch; a dump that is not read to its end changes nothing.
/// </summary>
internal sealed class CatalogPrints
{
    private readonly Dictionary<string, ServicePrint> _services = new(StringComparer.Ordinal);
    private readonly Dictionary<string, NodePrint> _nodes = new(StringComparer.Ordinal);
    private readonly char[] _name = new char[256];

    /// <summary>Begins a dump of all nodes with their instances and checks.</summary>
    internal void BeginNodes()
    {
        BeginChecks();
        foreach (var service in _services.Values)
        {
            service.NextInstances = 0;
        }

        foreach (var node in _nodes.Values)
        {
            node.NextServices.Clear();
        }
    }

    /// <summary>Begins a dump of the checks alone.</summary>
    internal void BeginChecks()
    {
        foreach (var service in _services.Values)
        {
            service.NextChecks = 0;
        }

        foreach (var node in _nodes.Values)
        {
            node.NextChecks = 0;
        }
    }

    /// <summary>The node of that name.</summary>
    internal NodePrint NodeOf(ref Utf8JsonReader body)
    {
        if (!_nodes.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(Spelled(ref body), out var node))
        {
            node = new() { Hash = Print.Start.With(body.ValueSpan) };
            _nodes.Add(body.GetString() ?? "", node);
        }

        return node;
    }

    /// <summary>The service of that name; null for none, as in a check of the node itself.</summary>
    internal ServicePrint? ServiceOf(ref Utf8JsonReader body)
    {
        if (body.ValueSpan.IsEmpty)
        {
            return null;
        }

        if (!_services.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(Spelled(ref body), out var service))
        {
            service = new();
            _services.Add(body.GetString() ?? "", service);
        }

        return service;
    }

    /// <summary>Ends a dump of all nodes.</summary>
    /// <returns>The names of the services that changed since the last dump.</returns>
    internal IReadOnlyCollection<string> EndNodes()
    {
        foreach (var service in _services.Values)
        {
            service.IsChanged |= service.Instances != service.NextInstances;
            service.Instances = service.NextInstances;
        }

        var changed = EndChecks();
        foreach (var (name, service) in _services)
        {
            if (service.Instances == 0 && service.Checks == 0)
            {
                _services.Remove(name);
            }
        }

        foreach (var (name, node) in _nodes)
        {
            (node.Services, node.NextServices) = (node.NextServices, node.Services);
            if (node.Services.Count == 0 && node.Checks == 0)
            {
                _nodes.Remove(name);
            }
        }

        return changed;
    }

    /// <summary>Ends a dump of the checks alone.</summary>
    /// <returns>The names of the services that changed since the last dump.</returns>
    internal IReadOnlyCollection<string> EndChecks()
    {
        // A check of a node counts for all that run on it.
        foreach (var node in _nodes.Values)
        {
            if (node.Checks != node.NextChecks)
            {
                node.Checks = node.NextChecks;
                node.Services.ForEach(static service => service.IsChanged = true);
            }
        }

        var changed = new List<string>();
        foreach (var (name, service) in _services)
        {
            if (service.IsChanged || service.Checks != service.NextChecks)
            {
                service.Checks = service.NextChecks;
                service.IsChanged = false;
                changed.Add(name);
            }
        }

        return changed;
    }

    // Thousands of names in each dump are known already and need no text of their own.
    private ReadOnlySpan<char> Spelled(ref Utf8JsonReader body) =>
        body.ValueSpan.Length <= _name.Length ? _name.AsSpan(0, body.CopyString(_name)) : body.GetString();
}

/// <summary>The numbers of one service, as of the last dump and of the one that is read; owned by the <see cref="CatalogPrints"/>.</summary>
internal sealed class ServicePrint
{
    internal ulong Instances { get; set; }

    internal ulong NextInstances { get; set; }

    internal ulong Checks { get; set; }

    internal ulong NextChecks { get; set; }

    internal bool IsChanged { get; set; }
}

/// <summary>The numbers of one node, and what runs on it; owned by the <see cref="CatalogPrints"/>.</summary>
internal sealed class NodePrint
{
    internal required ulong Hash { get; init; }

    internal ulong Checks { get; set; }

    internal ulong NextChecks { get; set; }

    internal List<ServicePrint> Services { get; set; } = [];

    internal List<ServicePrint> NextServices { get; set; } = [];
}
