using System.Text.Json;
using ConsulRender.Consul.Dependencies;

namespace ConsulRender.Consul.Watching;

/// <summary>
/// A number for each service of a catalog that changes whenever one of its instances, checks or nodes does, so that two dumps of the catalog tell which
/// services changed in between. Owned by one coarse watch; a dump that is not read to its end changes nothing.
/// </summary>
internal sealed class CatalogPrints
{
    private readonly Dictionary<string, ServicePrint> _services = new(StringComparer.Ordinal);
    private readonly Dictionary<string, NodePrint> _nodes = new(StringComparer.Ordinal);
    private readonly List<(ServicePrint Service, ulong Print)> _instances = [];
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

    /// <summary>Takes one node, as <c>/v1/internal/ui/nodes</c> writes it.</summary>
    internal void TakeNode(ref Utf8JsonReader body)
    {
        NodePrint? node = null;
        var own = Print.Start;
        _instances.Clear();
        while (ConsulJson.NextMember(ref body))
        {
            if (body.ValueTextEquals("Node"u8))
            {
                node = NodeOf(ref body);
                own = own.With(node.Hash);
            }
            else if (body.ValueTextEquals("Services"u8))
            {
                TakeInstances(ref body);
            }
            else if (body.ValueTextEquals("Checks"u8))
            {
                TakeChecks(ref body);
            }
            else
            {
                // Addresses and metadata; there is no index of the node itself.
                own = own.WithValue(ref body);
            }
        }

        foreach (var (service, print) in _instances)
        {
            service.NextInstances += own.With(print);
            node?.NextServices.Add(service);
        }
    }

    /// <summary>Takes one check, as <c>/v1/health/state/any</c> writes it.</summary>
    internal void TakeCheck(ref Utf8JsonReader body)
    {
        NodePrint? node = null;
        ServicePrint? service = null;
        var (id, index, isImported) = (Print.Start, 0ul, false);
        while (ConsulJson.NextMember(ref body))
        {
            if (body.ValueTextEquals("Node"u8))
            {
                node = NodeOf(ref body);
            }
            else if (body.ValueTextEquals("CheckID"u8))
            {
                id = id.WithValue(ref body);
            }
            else if (body.ValueTextEquals("ServiceName"u8))
            {
                service = ServiceOf(ref body);
            }
            else if (body.ValueTextEquals("ModifyIndex"u8))
            {
                index = ConsulJson.Number(ref body);
            }
            else if (body.ValueTextEquals("PeerName"u8))
            {
                isImported = ConsulJson.Text(ref body).Length > 0;
            }
            else
            {
                body.Skip();
            }
        }

        if (!isImported)
        {
            Count(id.With(node?.Hash ?? 0).With(index), service, node);
        }
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

    private void TakeInstances(ref Utf8JsonReader body)
    {
        for (var there = ConsulJson.EnterArray(ref body); there && ConsulJson.NextObject(ref body);)
        {
            TakeInstance(ref body);
        }
    }

    private void TakeInstance(ref Utf8JsonReader body)
    {
        ServicePrint? service = null;
        var (id, index, isImported) = (Print.Start, 0ul, false);
        while (ConsulJson.NextMember(ref body))
        {
            if (body.ValueTextEquals("ID"u8))
            {
                id = id.WithValue(ref body);
            }
            else if (body.ValueTextEquals("Service"u8))
            {
                service = ServiceOf(ref body);
            }
            else if (body.ValueTextEquals("ModifyIndex"u8))
            {
                index = ConsulJson.Number(ref body);
            }
            else if (body.ValueTextEquals("PeerName"u8))
            {
                isImported = ConsulJson.Text(ref body).Length > 0;
            }
            else
            {
                body.Skip();
            }
        }

        if (service is not null && !isImported)
        {
            _instances.Add((service, id.With(index)));
        }
    }

    private void TakeChecks(ref Utf8JsonReader body)
    {
        for (var there = ConsulJson.EnterArray(ref body); there && ConsulJson.NextObject(ref body);)
        {
            TakeCheck(ref body);
        }
    }

    private static void Count(ulong print, ServicePrint? service, NodePrint? node)
    {
        if (service is not null)
        {
            service.NextChecks += print;
        }
        else if (node is not null)
        {
            node.NextChecks += print;
        }
    }

    private NodePrint NodeOf(ref Utf8JsonReader body)
    {
        body.Read();
        var hash = Print.Start.With(body.ValueSpan);
        if (_nodes.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(Spelled(ref body), out var node))
        {
            return node;
        }

        node = new() { Hash = hash };
        _nodes.Add(body.GetString() ?? "", node);
        return node;
    }

    // Null for a check of the node itself.
    private ServicePrint? ServiceOf(ref Utf8JsonReader body)
    {
        body.Read();
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

    // Thousands of names in each dump are known already and need no text of their own.
    private ReadOnlySpan<char> Spelled(ref Utf8JsonReader body) =>
        body.ValueSpan.Length <= _name.Length ? _name.AsSpan(0, body.CopyString(_name)) : body.GetString();

    /// <summary>The numbers of one service.</summary>
    private sealed class ServicePrint
    {
        internal ulong Instances { get; set; }

        internal ulong NextInstances { get; set; }

        internal ulong Checks { get; set; }

        internal ulong NextChecks { get; set; }

        internal bool IsChanged { get; set; }
    }

    /// <summary>The numbers of one node, and what runs on it.</summary>
    private sealed class NodePrint
    {
        internal required ulong Hash { get; init; }

        internal ulong Checks { get; set; }

        internal ulong NextChecks { get; set; }

        internal List<ServicePrint> Services { get; set; } = [];

        internal List<ServicePrint> NextServices { get; set; } = [];
    }
}
