using ConsulRender.Consul;
using ConsulRender.Settings;

namespace ConsulRender.Cli;

/// <summary>Makes the connection's options out of the settings, and says whose word a file is that cannot be used. Used once.</summary>
internal sealed class AgentSources(Flags flags, Func<string, string?> environment)
{
    /// <summary>How to reach the agents, that without a name first; reads the files that the settings name.</summary>
    /// <exception cref="SettingsException">One of them cannot be used.</exception>
    public IReadOnlyList<ConsulOptions> Options(Settings.Settings settings) =>
        [Options(settings, null, settings.Consul), .. settings.AgentNames().Select(name => Options(settings, name, settings.Agents[name]))];

    private ConsulOptions Options(Settings.Settings settings, string? agent, ConsulSettings consul)
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
                MaxStale = settings.MaxStale,
                BlockQueryWait = settings.BlockQueryWait,
                MaxConnections = consul.MaxConnections ?? defaults.MaxConnections,
            };
        }
        catch (ConnectionException exception)
        {
            throw new SettingsException([$"{(agent is null ? WhoSays(exception.Key) : InFile($"{defaults.SettingsKey}.{exception.Key}"))}: {exception.Message}"]);
        }
    }

    private static TlsOptions Tls(SslSettings ssl, string settingsKey) => new()
    {
        AuthorityFile = ssl.CaCert,
        AuthorityFolder = ssl.CaPath,
        Certificate = ssl.Cert,
        Key = ssl.Key,
        ServerName = ssl.ServerName,
        Verify = ssl.Verify ?? true,
        SettingsKey = settingsKey,
    };

    private string WhoSays(string key)
    {
        var (flag, variable, inFlags) = key switch
        {
            "ssl.ca_cert" => ("-consul-ssl-ca-cert", ConsulVariables.CaCert, flags.Consul.SslCaCert),
            "ssl.ca_path" => ("-consul-ssl-ca-path", ConsulVariables.CaPath, flags.Consul.SslCaPath),
            "ssl.cert" => ("-consul-ssl-cert", ConsulVariables.ClientCert, flags.Consul.SslCert),
            "ssl.key" => ("-consul-ssl-key", ConsulVariables.ClientKey, flags.Consul.SslKey),
            _ => ("-consul-token-file", ConsulVariables.TokenFile, flags.Consul.TokenFile),
        };
        return !string.IsNullOrEmpty(inFlags) ? $"flag {flag}"
            : flags.Config is { } file && IsIn(SettingsFile.Read(file).Consul, key) ? InFile($"consul.{key}")
            : !string.IsNullOrEmpty(environment(variable)) ? variable
            : $"consul.{key}";
    }

    private string InFile(string key) => SettingsFile.Locate(flags.Config!, $"$.{key}") ?? key;

    private static bool IsIn(ConsulSettings consul, string key) => !string.IsNullOrEmpty(key switch
    {
        "ssl.ca_cert" => consul.Ssl.CaCert,
        "ssl.ca_path" => consul.Ssl.CaPath,
        "ssl.cert" => consul.Ssl.Cert,
        "ssl.key" => consul.Ssl.Key,
        _ => consul.TokenFile,
    });
}
