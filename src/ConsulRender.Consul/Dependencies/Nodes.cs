using System.Text.Json;
using ConsulRender.Consul.Fixtures;

namespace ConsulRender.Consul.Dependencies;

/// <summary>All nodes of the catalog; answered with <c>EquatableList&lt;CatalogNode&gt;</c> sorted by name, unless <c>Near</c> asks for Consul's order.</summary>
public sealed record Nodes(string? Datacenter = null, string? Near = null, string? Filter = null) : ConsulQuery
{
    internal override string RequestPath => Question.Path("/v1/catalog/nodes", Scope, ("dc", Datacenter), ("near", Near), ("filter", Filter));

    /// <inheritdoc/>
    public override string ToString() => Question.Call("nodes", null, Scope, ("dc", Datacenter), ("near", Near), ("filter", Filter));

    internal override object Parse(ref Utf8JsonReader body, SharedValues shared)
    {
        var nodes = new List<CatalogNode>();
        for (var there = ConsulJson.EnterArray(ref body); there && ConsulJson.NextObject(ref body);)
        {
            nodes.Add(shared.Node(new NodeEntry(shared).Read(ref body)));
        }

        return string.IsNullOrEmpty(Near) ? ConsulJson.Sorted(nodes, NodeEntry.ByName) : [.. nodes];
    }

    internal override object Answer(Fixture fixture) => fixture.Nodes;
}
