using ConsulRender.Consul;

namespace ConsulRender.Settings;

/// <summary>How to reach Consul, as the settings file spells it; what is null is said elsewhere or left at its default. Immutable.</summary>
public sealed record ConsulSettings
{
    /// <summary>The agent's address: <c>host:port</c>, a URL or <c>unix:///path</c>. Default 127.0.0.1:8500.</summary>
    public string? Address { get; init; }

    /// <summary>The ACL token. Default: none.</summary>
    public Secret? Token { get; init; }

    /// <summary>The file that holds the ACL token, and is read again when it changes. Default: none.</summary>
    public string? TokenFile { get; init; }

    /// <summary>The namespace of questions that name none. Default: the token's.</summary>
    public string? Namespace { get; init; }

    /// <summary>The admin partition of questions that name none. Default: the agent's.</summary>
    public string? Partition { get; init; }

    /// <summary>The most connections to the agent, 8 to 180. Default 64.</summary>
    public int? MaxConnections { get; init; }

    /// <summary>Basic authentication, for a proxy in front of the agent.</summary>
    public AuthSettings Auth { get; init; } = new();

    /// <summary>TLS.</summary>
    public SslSettings Ssl { get; init; } = new();

    /// <summary>What is done when an answer fails.</summary>
    public RetrySettings Retry { get; init; } = new();

    /// <summary>How connections are made and kept.</summary>
    public TransportSettings Transport { get; init; } = new();

    /// <summary>Whether to speak TLS although the address does not say so.</summary>
    public bool WantsTls() => Ssl.Enabled ?? false;
}

/// <summary>What is done when an answer fails, as the settings file spells it; immutable.</summary>
public sealed record RetrySettings
{
    /// <summary>Whether a failed question is asked again by <c>-once</c>; a daemon always does. Default true.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>How often <c>-once</c> asks one question in vain before it gives up; 0 is for ever, as a daemon does always. Default 0.</summary>
    public int Attempts { get; init; }

    /// <summary>The pause after the first failure; it doubles with each. Default 250 ms.</summary>
    public TimeSpan Backoff { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest pause. Default 1 min; 0 is that, too.</summary>
    public TimeSpan MaxBackoff { get; init; } = TimeSpan.FromMinutes(1);
}

/// <summary>How connections are made and kept, as the settings file spells it; null is the client's default. Immutable.</summary>
public sealed record TransportSettings
{
    /// <summary>How long connecting may take.</summary>
    public TimeSpan? DialTimeout { get; init; }

    /// <summary>How often the system looks whether the other end is still there.</summary>
    public TimeSpan? DialKeepAlive { get; init; }

    /// <summary>How long a connection is kept that nobody uses.</summary>
    public TimeSpan? IdleConnTimeout { get; init; }

    /// <summary>How long agreeing on TLS may take.</summary>
    public TimeSpan? TlsHandshakeTimeout { get; init; }
}

/// <summary>Basic authentication, as the settings file spells it; immutable.</summary>
public sealed record AuthSettings
{
    /// <summary>Whether it is used. Default: when there is a user name.</summary>
    public bool? Enabled { get; init; }

    /// <summary>The user name.</summary>
    public string? Username { get; init; }

    /// <summary>The password.</summary>
    public Secret? Password { get; init; }
}

/// <summary>TLS, as the settings file spells it; immutable.</summary>
public sealed record SslSettings
{
    /// <summary>Whether TLS is spoken although the address does not say https. Default: when another key here is set.</summary>
    public bool? Enabled { get; init; }

    /// <summary>Whether the agent's certificate is verified. Default true.</summary>
    public bool? Verify { get; init; }

    /// <summary>A PEM file of the authorities to trust. Default: the system's.</summary>
    public string? CaCert { get; init; }

    /// <summary>The authorities to trust, the PEM text itself.</summary>
    public string? CaCertBytes { get; init; }

    /// <summary>A folder of such files.</summary>
    public string? CaPath { get; init; }

    /// <summary>A PEM file of our certificate. Default: none.</summary>
    public string? Cert { get; init; }

    /// <summary>A PEM file of its key. Default: the certificate's file.</summary>
    public string? Key { get; init; }

    /// <summary>The name that the agent's certificate must have. Default: the host of the address.</summary>
    public string? ServerName { get; init; }
}
