using ConsulRender.Consul;
using ConsulRender.Consul.Transport;
using ConsulRender.Settings;

namespace ConsulRender.Cli;

/// <summary>Makes the connection's options out of the settings, and says whose word a file is that cannot be used. Stateless.</summary>
internal static class AgentSources
{
    /// <summary>How to reach the agents, that without a name first; reads the files that the settings name.</summary>
    /// <exception cref="SettingsException">One of them cannot be used.</exception>
    public static IReadOnlyList<ConsulOptions> Options(LoadedSettings loaded) =>
    [
        Options(loaded, null, loaded.Settings.Consul),
        .. loaded.Settings.AgentNames().Select(name => Options(loaded, name, loaded.Settings.Agents[name])),
    ];

    private static ConsulOptions Options(LoadedSettings loaded, string? agent, ConsulSettings consul)
    {
        var defaults = new ConsulOptions { Agent = agent };
        try
        {
            var address = consul.Address is null && !consul.WantsTls() ? defaults.Address
                : ConsulAddress.Parse(consul.Address ?? defaults.Address.Authority, consul.WantsTls())!;
            return defaults with
            {
                Address = address,
                Socket = consul.Address is null ? null : ConsulAddress.Socket(consul.Address),
                Tls = address.Scheme == Uri.UriSchemeHttps ? new AgentTls(Tls(consul.Ssl, defaults.SettingsKey)) : null,
                Token = consul.TokenFile is { } file ? TokenFile.Read(file) : consul.Token,
                TokenFile = consul.TokenFile,
                UserName = consul.Auth.Enabled == false ? null : consul.Auth.Username,
                Password = consul.Auth.Password,
                Namespace = consul.Namespace,
                Partition = consul.Partition,
                MaxStale = loaded.Settings.MaxStale,
                BlockQueryWait = loaded.Settings.BlockQueryWait,
                MaxConnections = consul.MaxConnections ?? defaults.MaxConnections,
                Retry = Retry(consul.Retry, defaults.Retry),
                Transport = Transport(consul.Transport, defaults.Transport),
            };
        }
        catch (ConnectionException exception)
        {
            throw new SettingsException([$"{loaded.WhoSays($"$.{defaults.SettingsKey}.{exception.Key}")}: {exception.Message}"]);
        }
    }

    private static RetryOptions Retry(RetrySettings retry, RetryOptions defaults) => new()
    {
        Backoff = retry.Backoff,
        MaxBackoff = retry.MaxBackoff > TimeSpan.Zero ? retry.MaxBackoff
            : retry.Backoff > defaults.MaxBackoff ? retry.Backoff
            : defaults.MaxBackoff,
        Attempts = retry.Enabled ? retry.Attempts : 1,
    };

    private static TransportOptions Transport(TransportSettings transport, TransportOptions defaults) => new()
    {
        ConnectTimeout = transport.DialTimeout ?? defaults.ConnectTimeout,
        HandshakeTimeout = transport.TlsHandshakeTimeout ?? defaults.HandshakeTimeout,
        KeepAlive = transport.DialKeepAlive,
        IdleTimeout = transport.IdleConnTimeout ?? defaults.IdleTimeout,
    };

    private static TlsOptions Tls(SslSettings ssl, string settingsKey) => new()
    {
        AuthorityFile = ssl.CaCert,
        AuthorityText = ssl.CaCertBytes,
        AuthorityFolder = ssl.CaPath,
        Certificate = ssl.Cert,
        Key = ssl.Key,
        ServerName = ssl.ServerName,
        Verify = ssl.Verify ?? true,
        SettingsKey = settingsKey,
    };
}
