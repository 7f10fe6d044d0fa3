namespace ConsulRender.Consul;

/// <summary>An address that an instance has for one purpose, such as <c>lan</c> or <c>wan</c>.</summary>
public sealed record TaggedAddress(string Tag, string Address, int Port);
