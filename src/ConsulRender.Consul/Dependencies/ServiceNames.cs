using System.Text.Json;

namespace ConsulRender.Consul.Dependencies;

/// <summary>The names and tags of all services; answered with <c>EquatableList&lt;ServiceName&gt;</c> sorted by name.</summary>
public sealed record ServiceNames(string? Datacenter = null) : Dependency
{
    internal override string RequestPath => throw new NotSupportedException();

    /// <inheritdoc/>
    public override string ToString() => nameof(ServiceNames);

    internal override object Parse(ref Utf8JsonReader body) => throw new NotSupportedException();

    internal override object? Answer(Fixture fixture) => throw new NotSupportedException();
}
