namespace ConsulRender.Settings;

/// <summary>The agent's address as people write it: <c>host:port</c>, <c>http://host:port</c> or <c>https://host:port</c>. Stateless.</summary>
/// <seealso href="https://developer.hashicorp.com/consul/commands#consul_http_addr"/>
public static class ConsulAddress
{
    /// <summary>The address as a URL; null when it is none.</summary>
    public static Uri? Parse(string address)
    {
        var text = address.Contains("://", StringComparison.Ordinal) ? address : $"http://{address}";
        return Uri.TryCreate(text, UriKind.Absolute, out var uri)
            && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
            && uri.Host.Length > 0
            && (ReferenceEquals(text, address) || uri.AbsolutePath == "/")
            ? uri
            : null;
    }

    /// <summary>Why an address is none, and what to write.</summary>
    public static string Problem(string address) =>
        $"'{address}' is not an address of Consul; write host:port, http://host:port or https://host:port";
}
