using System.Net;

namespace ConsulRender.Templating;

/// <summary>One address of this host; immutable.</summary>
/// <param name="Interface">The name of its network interface, such as <c>eth0</c>.</param>
/// <param name="Address">The address.</param>
public sealed record HostAddress(string Interface, IPAddress Address);
