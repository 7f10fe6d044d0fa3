using System.Text.Json;
using ConsulRender.Consul.Fixtures;
using ConsulRender.Consul.Watching;

namespace ConsulRender.Consul.Dependencies;

/// <summary>By what checks are asked for.</summary>
public enum ChecksBy
{
    /// <summary>Those in a state; <c>any</c> is all.</summary>
    State,

    /// <summary>Those of a service's instances.</summary>
    Service,

    /// <summary>Those of a node and of all its instances.</summary>
    Node,
}

/// <summary>Checks; answered with <c>EquatableList&lt;HealthCheck&gt;</c> sorted by node, then ID.</summary>
public sealed record HealthChecks(ChecksBy By, string Name, string? Datacenter = null, string? Filter = null) : ConsulQuery
{
    private string Kind => By switch
    {
        ChecksBy.Service => "service",
        ChecksBy.Node => "node",
        _ => "state",
    };

    internal override string RequestPath => Question.Path(
        (By == ChecksBy.Service ? "/v1/health/checks/" : $"/v1/health/{Kind}/") + Uri.EscapeDataString(Name),
        Scope,
        ("dc", Datacenter),
        ("filter", Filter));

    /// <inheritdoc/>
    public override string ToString() => Question.Call("checks", null, Scope, (Kind, Name), ("dc", Datacenter), ("filter", Filter));

    internal override Topic? Topic =>
        By != ChecksBy.Service || Scope.Peer is not null || Scope.SamenessGroup is not null ? null : new(TopicKind.Service, Name, Datacenter, Scope);

    internal override object Parse(ref Utf8JsonReader body, SharedValues shared) => CheckEntry.ReadAll(ref body, shared);

    internal override object Answer(Fixture fixture) => fixture.Checks(By, Name);
}
