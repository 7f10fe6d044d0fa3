namespace ConsulRender.Consul;

/// <summary>Whom to trust and how to identify ourselves over TLS; immutable.</summary>
public sealed record TlsOptions
{
    /// <summary>A PEM file with the certificates of the authorities to trust. Default: those of the system.</summary>
    public string? AuthorityFile { get; init; }

    /// <summary>The same as text instead of a file.</summary>
    public string? AuthorityText { get; init; }

    /// <summary>A folder of such files. All three may be given.</summary>
    public string? AuthorityFolder { get; init; }

    /// <summary>A PEM file with our certificate, and those that lead to its authority. Default: none.</summary>
    public string? Certificate { get; init; }

    /// <summary>The PEM file with the certificate's key. Default: the certificate's own file.</summary>
    public string? Key { get; init; }

    /// <summary>The name that the agent's certificate must have. Default: the host of the address.</summary>
    public string? ServerName { get; init; }

    /// <summary>Where the settings say all this, for messages: <c>consul</c>, or <c>agents.NAME</c>.</summary>
    public string SettingsKey { get; init; } = "consul";

    /// <summary>Whether the agent's certificate is verified. Default true.</summary>
    public bool Verify { get; init; } = true;
}
