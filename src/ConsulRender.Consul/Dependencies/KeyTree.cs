using System.Text.Json;

namespace ConsulRender.Consul.Dependencies;

/// <summary>All keys under a folder; answered with <c>EquatableList&lt;KeyPair&gt;</c> sorted by path.</summary>
public sealed record KeyTree(string Prefix, string? Datacenter = null) : Dependency
{
    internal override string RequestPath => throw new NotSupportedException();

    /// <inheritdoc/>
    public override string ToString() => nameof(KeyTree);

    internal override object Parse(ref Utf8JsonReader body) => throw new NotSupportedException();

    internal override object? Answer(Fixture fixture) => throw new NotSupportedException();
}
