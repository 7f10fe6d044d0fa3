using System.Text.Json;

namespace ConsulRender.Consul.Dependencies;

/// <summary>The instances of a service; answered with <c>EquatableList&lt;ServiceInstance&gt;</c> sorted by node, then ID, unless <c>Near</c> asks for Consul's order.</summary>
public sealed record HealthyService(string Name, string? Tag = null, string? Datacenter = null, string? Near = null, bool PassingOnly = true) : Dependency
{
    internal override string RequestPath => throw new NotSupportedException();

    /// <inheritdoc/>
    public override string ToString() => nameof(HealthyService);

    internal override object Parse(ref Utf8JsonReader body) => throw new NotSupportedException();

    internal override object? Answer(Fixture fixture) => throw new NotSupportedException();
}
