using System.Text.Json;
using ConsulRender.Consul.Fixtures;
using ConsulRender.Consul.Watching;

namespace ConsulRender.Consul.Dependencies;

/// <summary>The names and tags of all services; answered with <c>EquatableList&lt;ServiceName&gt;</c> sorted by name.</summary>
public sealed record ServiceNames(string? Datacenter = null) : ConsulQuery
{
    private static readonly Comparison<ServiceName> ByName = (left, right) => string.CompareOrdinal(left.Name, right.Name);

    internal override string RequestPath => Question.Path("/v1/catalog/services", Scope, ("dc", Datacenter));

    /// <inheritdoc/>
    public override string ToString() => Question.Call("services", null, Scope, ("dc", Datacenter));

    internal override Topic? Topic => Scope.Peer is not null || Scope.SamenessGroup is not null ? null : new(TopicKind.ServiceNames, "", Datacenter, Scope);

    internal override object Parse(ref Utf8JsonReader body, SharedValues shared)
    {
        var services = new List<ServiceName>();
        if (ConsulJson.EnterObject(ref body))
        {
            while (ConsulJson.NextMember(ref body))
            {
                var name = shared.Text(ref body);
                services.Add(new(name, ConsulJson.Tags(ref body, shared)));
            }
        }

        return ConsulJson.Sorted(services, ByName);
    }

    /// <inheritdoc/>
    /// <remarks>The servers register themselves as "consul" before anybody else is there.</remarks>
    public override bool IsNothing(object? value) => value is IReadOnlyList<ServiceName> names && names.All(name => name.Name == "consul");

    internal override object Answer(Fixture fixture) => fixture.ServiceNames;
}
