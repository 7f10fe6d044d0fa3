namespace ConsulRender.Consul;

/// <summary>One key under a prefix, as templates see it.</summary>
/// <param name="Path">The whole key, such as <c>app/db/host</c>.</param>
/// <param name="Key">The key relative to the prefix that was asked for, such as <c>host</c>.</param>
/// <param name="Value">The value as UTF-8 text; empty is a value.</param>
/// <param name="Flags">The number an application stored beside the value.</param>
/// <seealso href="https://developer.hashicorp.com/consul/api-docs/kv#read-key"/>
public sealed record KeyPair(string Path, string Key, string Value, ulong Flags);
