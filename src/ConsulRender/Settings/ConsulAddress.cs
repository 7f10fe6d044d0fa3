using System.Text;

namespace ConsulRender.Settings;

/// <summary>The agent's address as people write it: <c>host:port</c>, a URL, or <c>unix:///path</c>. Stateless.</summary>
/// <seealso href="https://developer.hashicorp.com/consul/commands#consul_http_addr"/>
public static class ConsulAddress
{
    private const string UnixScheme = "unix://";

    // What the system allows, without the zero at its end.
    private const int LongestSocket = 107;

    /// <summary>The address as a URL; null when it is none. Behind a unix socket the host has no meaning.</summary>
    /// <param name="address">What somebody wrote.</param>
    /// <param name="tls">Whether TLS is wanted, whatever the address says.</param>
    public static Uri? Parse(string address, bool tls = false)
    {
        if (address.StartsWith(UnixScheme, StringComparison.Ordinal))
        {
            return Socket(address) is null ? null : new Uri("http://localhost");
        }

        var scheme = address.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0 && !HasPort(address))
        {
            return null;
        }

        var text = tls && (scheme < 0 || address.StartsWith("http://", StringComparison.OrdinalIgnoreCase)) ? $"https://{address[(scheme < 0 ? 0 : scheme + 3)..]}"
            : scheme < 0 ? $"http://{address}"
            : address;
        return Uri.TryCreate(text, UriKind.Absolute, out var uri)
            && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
            && uri.Host.Length > 0
            && uri.UserInfo.Length == 0
            && (scheme >= 0 || uri.AbsolutePath == "/")
            ? uri
            : null;
    }

    /// <summary>The path of the unix socket; null when the address is that of no socket.</summary>
    public static string? Socket(string address)
    {
        var path = address.StartsWith(UnixScheme, StringComparison.Ordinal) ? address[UnixScheme.Length..] : "";
        return path.Length > 1 && path[0] == '/' && !path.Contains('\0', StringComparison.Ordinal) && Encoding.UTF8.GetByteCount(path) <= LongestSocket ? path : null;
    }

    /// <summary>Why an address is none, and what to write.</summary>
    public static string Problem(string address) =>
        address.Contains('@', StringComparison.Ordinal) ? "an address of Consul cannot hold a user name and password; write them into consul.auth, -consul-auth or CONSUL_HTTP_AUTH"
        : Socket($"{UnixScheme}{address}") is not null ? $"'{address}' is a path; write unix://{address} for a socket"
        : !HasPort(address) && !address.Contains('/', StringComparison.Ordinal) && Parse($"http://{address}") is not null ? $"the address '{address}' has no port; write {address}:8500, or whatever the agent's port is"
        : $"'{address}' is not an address of Consul; write host:port, http://host:port, https://host:port or unix:///path (at most {LongestSocket} bytes)";

    private static bool HasPort(string address)
    {
        var end = address.IndexOf('/', StringComparison.Ordinal);
        var authority = end < 0 ? address : address[..end];
        return authority.LastIndexOf(':') > authority.LastIndexOf(']');
    }
}
