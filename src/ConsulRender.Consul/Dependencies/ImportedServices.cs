using System.Text.Json;
using ConsulRender.Consul.Fixtures;

namespace ConsulRender.Consul.Dependencies;

/// <summary>The services imported from peers and partitions; answered with <c>EquatableList&lt;string&gt;</c> of JSON, sorted by name.</summary>
public sealed record ImportedServices : ConsulQuery
{
    internal override string RequestPath => Question.Path("/v1/imported-services", Scope);

    internal override string KnownTo => "newer Consuls that list what is imported";

    /// <inheritdoc/>
    public override string ToString() => Question.Call("imported_services", null, Scope);

    internal override object Parse(ref Utf8JsonReader body, SharedValues shared) => PlainJson.List(ref body, "Service");

    internal override object Answer(Fixture fixture) => EquatableList<string>.Empty;
}
