using System.Text.Json;
using ConsulRender.Consul.Dependencies;

namespace ConsulRender.Consul.Watching;

/// <summary>Everything about all nodes, read into the numbers of a coarse watch; it only says where to look, since it is no documented part of Consul.</summary>
internal sealed record CatalogDump(DatacenterScope DatacenterScope, CatalogPrints Prints) : StreamedQuery
{
    private readonly NodeTokens _tokens = new(Prints);

    internal override string RequestPath => Question.Path("/v1/internal/ui/nodes", DatacenterScope.Scope, ("dc", DatacenterScope.Datacenter));

    /// <inheritdoc/>
    public override string ToString() => "the dump of all nodes";

    internal override string KnownTo => "agents that do not block /v1/internal";

    internal override void Begin() => Prints.BeginNodes();

    internal override void Take(ref Utf8JsonReader body) => _tokens.Take(ref body);

    internal override object End() => Prints.EndNodes();
}

/// <summary>All checks, read into the numbers of a coarse watch.</summary>
/// <seealso href="https://developer.hashicorp.com/consul/api-docs/health#list-checks-in-state"/>
internal sealed record ChecksDump(DatacenterScope DatacenterScope, CatalogPrints Prints) : StreamedQuery
{
    private readonly CheckTokens _tokens = new(Prints, depth: 1);

    internal override string RequestPath => Question.Path("/v1/health/state/any", DatacenterScope.Scope, ("dc", DatacenterScope.Datacenter));

    /// <inheritdoc/>
    public override string ToString() => "the dump of all checks";

    internal override void Begin() => Prints.BeginChecks();

    internal override void Take(ref Utf8JsonReader body) => _tokens.Take(ref body);

    internal override object End() => Prints.EndChecks();
}
