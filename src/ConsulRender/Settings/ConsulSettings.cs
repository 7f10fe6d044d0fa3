using System.Text.Json.Serialization;
using ConsulRender.Consul;

namespace ConsulRender.Settings;

/// <summary>How to reach Consul, as the settings file spells it; what is null is said elsewhere or left at its default. Immutable.</summary>
public sealed record ConsulSettings
{
    /// <summary>The agent's address: <c>host:port</c>, a URL or <c>unix:///path</c>. Default 127.0.0.1:8500.</summary>
    [JsonInclude]
    public string? Address { get; internal set; }

    /// <summary>The ACL token. Default: none.</summary>
    [JsonInclude]
    public Secret? Token { get; internal set; }

    /// <summary>The file that holds the ACL token, and is read again when it changes. Default: none.</summary>
    [JsonInclude]
    public string? TokenFile { get; internal set; }

    /// <summary>The namespace of questions that name none. Default: the token's.</summary>
    [JsonInclude]
    public string? Namespace { get; internal set; }

    /// <summary>The admin partition of questions that name none. Default: the agent's.</summary>
    [JsonInclude]
    public string? Partition { get; internal set; }

    /// <summary>The most connections to the agent, 8 to 180. Default 64.</summary>
    [JsonInclude]
    public int? MaxConnections { get; internal set; }

    /// <summary>Basic authentication, for a proxy in front of the agent.</summary>
    [JsonInclude]
    public AuthSettings Auth { get; internal set; } = new();

    /// <summary>TLS.</summary>
    [JsonInclude]
    public SslSettings Ssl { get; internal set; } = new();

    /// <summary>Whether to speak TLS although the address does not say so.</summary>
    public bool WantsTls() => Ssl.Enabled ?? Ssl.IsImplied;

    /// <summary>These settings, completed by those that count less.</summary>
    internal ConsulSettings Over(ConsulSettings lower)
    {
        // A token and a file of one are two answers to one question.
        var hasToken = Token is not null || TokenFile is { Length: > 0 };
        return new()
        {
            Address = Address ?? lower.Address,
            Token = hasToken ? Token : lower.Token,
            TokenFile = Text(hasToken ? TokenFile : lower.TokenFile),
            Namespace = Text(Namespace) ?? lower.Namespace,
            Partition = Text(Partition) ?? lower.Partition,
            MaxConnections = MaxConnections ?? lower.MaxConnections,
            Auth = Auth.Over(lower.Auth),
            Ssl = Ssl.Over(lower.Ssl),
        };
    }

    /// <summary>An empty text says nothing.</summary>
    internal static string? Text(string? text) => string.IsNullOrEmpty(text) ? null : text;
}

/// <summary>Basic authentication, as the settings file spells it; immutable.</summary>
public sealed record AuthSettings
{
    /// <summary>Whether it is used. Default: when there is a user name.</summary>
    [JsonInclude]
    public bool? Enabled { get; internal set; }

    /// <summary>The user name.</summary>
    [JsonInclude]
    public string? Username { get; internal set; }

    /// <summary>The password.</summary>
    [JsonInclude]
    public Secret? Password { get; internal set; }

    /// <summary>The settings that <c>USERNAME[:PASSWORD]</c> stands for.</summary>
    internal static AuthSettings Parse(Secret? text)
    {
        if (text?.Reveal() is not { Length: > 0 } both)
        {
            return new();
        }

        var colon = both.IndexOf(':', StringComparison.Ordinal);
        return new() { Username = colon < 0 ? both : both[..colon], Password = colon < 0 ? null : new Secret(both[(colon + 1)..]) };
    }

    /// <summary>These settings, completed by those that count less. A user name and its password belong together.</summary>
    internal AuthSettings Over(AuthSettings lower) => new()
    {
        Enabled = Enabled ?? lower.Enabled,
        Username = ConsulSettings.Text(Username) ?? lower.Username,
        Password = ConsulSettings.Text(Username) is null ? Password ?? lower.Password : Password,
    };
}

/// <summary>TLS, as the settings file spells it; immutable.</summary>
public sealed record SslSettings
{
    /// <summary>Whether TLS is spoken although the address does not say https. Default: when another key here is set.</summary>
    [JsonInclude]
    public bool? Enabled { get; internal set; }

    /// <summary>Whether the agent's certificate is verified. Default true.</summary>
    [JsonInclude]
    public bool? Verify { get; internal set; }

    /// <summary>A PEM file of the authorities to trust. Default: the system's.</summary>
    [JsonInclude]
    public string? CaCert { get; internal set; }

    /// <summary>A folder of such files.</summary>
    [JsonInclude]
    public string? CaPath { get; internal set; }

    /// <summary>A PEM file of our certificate. Default: none.</summary>
    [JsonInclude]
    public string? Cert { get; internal set; }

    /// <summary>A PEM file of its key. Default: the certificate's file.</summary>
    [JsonInclude]
    public string? Key { get; internal set; }

    /// <summary>The name that the agent's certificate must have. Default: the host of the address.</summary>
    [JsonInclude]
    public string? ServerName { get; internal set; }

    // The environment's names of files say nothing about the scheme, as with the command line of Consul.
    internal bool IsImplied { get; set; }

    /// <summary>These settings, completed by those that count less.</summary>
    internal SslSettings Over(SslSettings lower) => new()
    {
        Enabled = Enabled ?? lower.Enabled,
        Verify = Verify ?? lower.Verify,
        CaCert = ConsulSettings.Text(CaCert) ?? lower.CaCert,
        CaPath = ConsulSettings.Text(CaPath) ?? lower.CaPath,
        Cert = ConsulSettings.Text(Cert) ?? lower.Cert,
        Key = ConsulSettings.Text(Key) ?? lower.Key,
        ServerName = ConsulSettings.Text(ServerName) ?? lower.ServerName,
        IsImplied = IsImplied || lower.IsImplied,
    };

    /// <summary>The same, and TLS is wanted if anything is set here.</summary>
    internal SslSettings Implying() => this with
    {
        IsImplied = Verify is not null || ConsulSettings.Text(CaCert ?? CaPath ?? Cert ?? Key ?? ServerName) is not null,
    };
}
