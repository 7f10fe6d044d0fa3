using System.Text.Json;
using ConsulRender.Consul.Fixtures;

namespace ConsulRender.Consul.Dependencies;

/// <summary>The services exported to peers and partitions; answered with <c>EquatableList&lt;string&gt;</c> of JSON, sorted by name.</summary>
public sealed record ExportedServices : ConsulQuery
{
    internal override string RequestPath => Question.Path("/v1/exported-services", Scope);

    internal override string KnownTo => "Consul 1.17.3 and later";

    /// <inheritdoc/>
    public override string ToString() => Question.Call("exported_services", null, Scope);

    internal override object Parse(ref Utf8JsonReader body, SharedValues shared) => PlainJson.List(ref body, "Service");

    internal override object Answer(Fixture fixture) => EquatableList<string>.Empty;
}
