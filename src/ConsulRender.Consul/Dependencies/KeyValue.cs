using System.Text.Json;

namespace ConsulRender.Consul.Dependencies;

/// <summary>One key; answered with its value as <c>string</c>, or absent.</summary>
public sealed record KeyValue(string Key, string? Datacenter = null) : Dependency
{
    internal override string RequestPath => throw new NotSupportedException();

    /// <inheritdoc/>
    public override string ToString() => nameof(KeyValue);

    internal override object Parse(ref Utf8JsonReader body) => throw new NotSupportedException();

    internal override object? Answer(Fixture fixture) => throw new NotSupportedException();
}
