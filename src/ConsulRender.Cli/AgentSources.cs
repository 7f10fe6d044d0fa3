using ConsulRender.Consul;
using ConsulRender.Settings;

namespace ConsulRender.Cli;

/// <summary>Makes the connection's options out of the settings, and says whose word a file is that cannot be used. Used once.</summary>
internal sealed class AgentSources(Flags flags, Func<string, string?> environment)
{
    /// <summary>How to reach the agent; reads the files that the settings name.</summary>
    /// <exception cref="SettingsException">One of them cannot be used.</exception>
    public ConsulOptions Options(Settings.Settings settings)
    {
        var consul = settings.Consul;
        var defaults = new ConsulOptions();
        try
        {
            var address = consul.Address is null && !consul.WantsTls() ? defaults.Address
                : ConsulAddress.Parse(consul.Address ?? defaults.Address.Authority, consul.WantsTls())!;
            return defaults with
            {
                Address = address,
                Socket = consul.Address is null ? null : ConsulAddress.Socket(consul.Address),
                Tls = address.Scheme == Uri.UriSchemeHttps ? new AgentTls(Tls(consul.Ssl)) : null,
                Token = consul.TokenFile is { } file ? TokenFile.Read(file) : consul.Token,
                TokenFile = consul.TokenFile,
                UserName = consul.Auth.Enabled == false ? null : consul.Auth.Username,
                Password = consul.Auth.Password,
                Namespace = consul.Namespace,
                Partition = consul.Partition,
                MaxStale = settings.MaxStale,
                BlockQueryWait = settings.BlockQueryWait,
            };
        }
        catch (ConnectionException exception)
        {
            throw new SettingsException([$"{WhoSays(exception.Key)}: {exception.Message}"]);
        }
    }

    private static TlsOptions Tls(SslSettings ssl) => new()
    {
        AuthorityFile = ssl.CaCert,
        AuthorityFolder = ssl.CaPath,
        Certificate = ssl.Cert,
        Key = ssl.Key,
        ServerName = ssl.ServerName,
        Verify = ssl.Verify ?? true,
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
            : InFile(key) is { } place ? place
            : !string.IsNullOrEmpty(environment(variable)) ? variable
            : $"consul.{key}";
    }

    private string? InFile(string key) =>
        flags.Config is { } file && IsIn(SettingsFile.Read(file).Consul, key) ? SettingsFile.Locate(file, $"$.consul.{key}") : null;

    private static bool IsIn(ConsulSettings consul, string key) => !string.IsNullOrEmpty(key switch
    {
        "ssl.ca_cert" => consul.Ssl.CaCert,
        "ssl.ca_path" => consul.Ssl.CaPath,
        "ssl.cert" => consul.Ssl.Cert,
        "ssl.key" => consul.Ssl.Key,
        _ => consul.TokenFile,
    });
}
