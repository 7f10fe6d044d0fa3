using System.Text.Json;
using ConsulRender.Consul.Fixtures;

namespace ConsulRender.Consul.Dependencies;

/// <summary>The peerings with other clusters; answered with <c>EquatableList&lt;string&gt;</c> of JSON, sorted by name.</summary>
public sealed record Peerings : ConsulQuery
{
    internal override string RequestPath => Question.Path("/v1/peerings", Scope);

    internal override string KnownTo => "Consul 1.13 and later";

    /// <inheritdoc/>
    public override string ToString() => Question.Call("peerings", null, Scope);

    internal override object Parse(ref Utf8JsonReader body, SharedValues shared) => PlainJson.List(ref body, "Name");

    internal override object Answer(Fixture fixture) => EquatableList<string>.Empty;
}
