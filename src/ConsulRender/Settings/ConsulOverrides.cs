using ConsulRender.Consul;

namespace ConsulRender.Settings;

/// <summary>What the command line or the environment says about the connection; null or empty leaves the file's word. Immutable.</summary>
public sealed record ConsulOverrides
{
    /// <summary>The agent's address.</summary>
    public string? Address { get; init; }

    /// <summary>The ACL token.</summary>
    public Secret? Token { get; init; }

    /// <summary>The file of the ACL token.</summary>
    public string? TokenFile { get; init; }

    /// <summary>User name and password as <c>USERNAME[:PASSWORD]</c>.</summary>
    public Secret? Auth { get; init; }

    /// <summary>The namespace.</summary>
    public string? Namespace { get; init; }

    /// <summary>The admin partition.</summary>
    public string? Partition { get; init; }

    /// <summary>Whether to speak TLS.</summary>
    public bool? Ssl { get; init; }

    /// <summary>Whether to verify the agent's certificate.</summary>
    public bool? SslVerify { get; init; }

    /// <summary>A file of authorities.</summary>
    public string? SslCaCert { get; init; }

    /// <summary>A folder of authorities.</summary>
    public string? SslCaPath { get; init; }

    /// <summary>Our certificate.</summary>
    public string? SslCert { get; init; }

    /// <summary>Its key.</summary>
    public string? SslKey { get; init; }

    /// <summary>The name of the agent's certificate.</summary>
    public string? SslServerName { get; init; }

    /// <summary>The same as the settings file would say it.</summary>
    internal ConsulSettings ToSettings() => new()
    {
        Address = ConsulSettings.Text(Address),
        Token = Token,
        TokenFile = TokenFile,
        Namespace = Namespace,
        Partition = Partition,
        Auth = AuthSettings.Parse(Auth),
        Ssl = new()
        {
            Enabled = Ssl,
            Verify = SslVerify,
            CaCert = SslCaCert,
            CaPath = SslCaPath,
            Cert = SslCert,
            Key = SslKey,
            ServerName = SslServerName,
        },
    };
}
