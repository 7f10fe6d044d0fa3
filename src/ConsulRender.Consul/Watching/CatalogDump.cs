using System.Text.Json;
using ConsulRender.Consul.Dependencies;

namespace ConsulRender.Consul.Watching;

/// <summary>Everything about all nodes, read into the numbers of a coarse watch, one node after another; only says where to look, since it is no documented part of Consul.</summary>
internal sealed record CatalogDump(Place Place, CatalogPrints Prints) : StreamedQuery
{
    internal override string RequestPath => Question.Path("/v1/internal/ui/nodes", Place.Scope, ("dc", Place.Datacenter));

    /// <inheritdoc/>
    public override string ToString() => "the dump of all nodes";

    internal override string KnownTo => "agents that do not block /v1/internal";

    internal override void Begin() => Prints.BeginNodes();

    internal override void Take(ref Utf8JsonReader item) => Prints.TakeNode(ref item);

    internal override object End() => Prints.EndNodes();
}

/// <summary>All checks, read into the numbers of a coarse watch one after another.</summary>
/// <seealso href="https://developer.hashicorp.com/consul/api-docs/health#list-checks-in-state"/>
internal sealed record ChecksDump(Place Place, CatalogPrints Prints) : StreamedQuery
{
    internal override string RequestPath => Question.Path("/v1/health/state/any", Place.Scope, ("dc", Place.Datacenter));

    /// <inheritdoc/>
    public override string ToString() => "the dump of all checks";

    internal override void Begin() => Prints.BeginChecks();

    internal override void Take(ref Utf8JsonReader item) => Prints.TakeCheck(ref item);

    internal override object End() => Prints.EndChecks();
}
