using System.Text.Json;
using ConsulRender.Consul.Dependencies;
using ConsulRender.Consul.Fixtures;

namespace ConsulRender.Consul.Watching;

/// <summary>A question that says that something of a kind changed, not what: its answer is empty or small, whatever the size of the catalog.</summary>
internal abstract record Beacon(DatacenterScope DatacenterScope) : ConsulQuery
{
    // No check and no node has an empty name, so nothing passes; Consul still wakes the question for each change.
    private protected static (string Name, string? Value) Nothing => ("filter", "Node == \"\"");

    internal override object? Parse(ref Utf8JsonReader body, SharedValues shared)
    {
        body.Read();
        body.Skip();
        return null;
    }

    internal sealed override object? Answer(Fixture fixture) => throw new NotSupportedException("no template asks this");
}

/// <summary>Wakes for instances that come, go or change; answered with a number for all names and tags.</summary>
/// <seealso href="https://developer.hashicorp.com/consul/api-docs/catalog#list-services"/>
internal sealed record ServicesBeacon(DatacenterScope DatacenterScope) : Beacon(DatacenterScope)
{
    internal override string RequestPath => Question.Path("/v1/catalog/services", DatacenterScope.Scope, ("dc", DatacenterScope.Datacenter));

    /// <inheritdoc/>
    public override string ToString() => "the names of all services";

    internal override object Parse(ref Utf8JsonReader body, SharedValues shared)
    {
        var all = 0ul;
        if (ConsulJson.EnterObject(ref body))
        {
            while (ConsulJson.NextMember(ref body))
            {
                all += OneOf(ref body);
            }
        }

        return all;
    }

    // Consul gives the tags of a service in any order.
    private static ulong OneOf(ref Utf8JsonReader body)
    {
        var name = Print.Start.With(body.ValueSpan);
        var tags = 0ul;
        for (var there = ConsulJson.EnterArray(ref body); there && body.Read() && body.TokenType == JsonTokenType.String;)
        {
            tags += Print.Start.With(body.ValueSpan).With(1);
        }

        return name.With(tags);
    }
}

/// <summary>Wakes for checks that come, go or change.</summary>
/// <seealso href="https://developer.hashicorp.com/consul/api-docs/health#list-checks-in-state"/>
internal sealed record ChecksBeacon(DatacenterScope DatacenterScope) : Beacon(DatacenterScope)
{
    internal override string RequestPath => Question.Path("/v1/health/state/any", DatacenterScope.Scope, ("dc", DatacenterScope.Datacenter), Nothing);

    /// <inheritdoc/>
    public override string ToString() => "the state of all checks";
}

/// <summary>Wakes for nodes that come, go or change.</summary>
/// <seealso href="https://developer.hashicorp.com/consul/api-docs/catalog#list-nodes"/>
internal sealed record NodesBeacon(DatacenterScope DatacenterScope) : Beacon(DatacenterScope)
{
    internal override string RequestPath => Question.Path("/v1/catalog/nodes", DatacenterScope.Scope, ("dc", DatacenterScope.Datacenter), Nothing);

    /// <inheritdoc/>
    public override string ToString() => "all nodes";
}
