using System.Text.Json;
using ConsulRender.Consul.Fixtures;

namespace ConsulRender.Consul.Dependencies;

/// <summary>The admin partitions; answered with <c>EquatableList&lt;string&gt;</c> of JSON, sorted by name. Consul does not block for it.</summary>
public sealed record Partitions : ConsulQuery
{
    internal override string RequestPath => Question.Path("/v1/partitions", Scope);

    internal override string KnownTo => "Consul Enterprise 1.11 and later";

    internal override TimeSpan? PollInterval => TimeSpan.FromSeconds(15);

    /// <inheritdoc/>
    public override string ToString() => Question.Call("partitions", null, Scope);

    internal override object Parse(ref Utf8JsonReader body, SharedValues shared) => PlainJson.List(ref body, "Name");

    internal override object Answer(Fixture fixture) => EquatableList<string>.Empty;
}
