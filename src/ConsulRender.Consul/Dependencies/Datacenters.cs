using System.Text.Json;
using ConsulRender.Consul.Fixtures;

namespace ConsulRender.Consul.Dependencies;

/// <summary>The names of all datacenters; answered with <c>EquatableList&lt;string&gt;</c>, sorted. Consul does not block for it.</summary>
public sealed record Datacenters : ConsulQuery
{
    internal override string RequestPath => "/v1/catalog/datacenters";

    internal override TimeSpan? PollInterval => TimeSpan.FromSeconds(15);

    /// <inheritdoc/>
    public override string ToString() => Question.Call("datacenters", null, Scope);

    internal override object Parse(ref Utf8JsonReader body, SharedValues shared) => ConsulJson.Tags(ref body, shared);

    internal override object Answer(Fixture fixture) => (EquatableList<string>)["dc1"];
}
