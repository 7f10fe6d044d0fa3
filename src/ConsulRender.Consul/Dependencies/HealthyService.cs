using System.Text.Json;
using ConsulRender.Consul.Fixtures;
using ConsulRender.Consul.Watching;

namespace ConsulRender.Consul.Dependencies;

/// <summary>The instances of a service; answered with <c>EquatableList&lt;ServiceInstance&gt;</c> sorted by node, then ID, unless <c>Near</c> asks for Consul's order.</summary>
public sealed record HealthyService(string Name, string? Tag = null, string? Datacenter = null, string? Near = null, bool PassingOnly = true) : ConsulQuery
{
    /// <summary>An expression that Consul filters by; null or empty takes all.</summary>
    public string? Filter { get; init; }

    /// <summary>Whether those are asked for that speak for the service in the mesh: its proxies, and instances that need none.</summary>
    public bool Connect { get; init; }

    internal override string RequestPath => Question.Path(
        (Connect ? "/v1/health/connect/" : "/v1/health/service/") + Uri.EscapeDataString(Name),
        Scope,
        ("passing", PassingOnly ? "1" : null),
        ("tag", Tag),
        ("dc", Datacenter),
        ("near", Near),
        ("filter", Filter));

    /// <inheritdoc/>
    public override string ToString()
    {
        var call = Question.Call(Connect ? "connect" : "service", Name, Scope, ("tag", Tag), ("dc", Datacenter), ("near", Near), ("filter", Filter));
        return PassingOnly ? call : call[..^1] + ", passing: false)";
    }

    // Proxies of the mesh have names of their own, and what a peer exports is not in this catalog.
    internal override Topic? Topic => Connect || Scope.Peer is not null || Scope.SamenessGroup is not null ? null : new(TopicKind.Service, Name, Datacenter, Scope);

    internal override object Parse(ref Utf8JsonReader body, SharedValues shared)
    {
        var instances = HealthEntry.ReadAll(ref body, shared);
        return string.IsNullOrEmpty(Near) ? ConsulJson.Sorted(instances, HealthEntry.ByNodeThenId) : [.. instances];
    }

    internal override object Answer(Fixture fixture) => fixture.Instances(Name, Tag, PassingOnly);
}
