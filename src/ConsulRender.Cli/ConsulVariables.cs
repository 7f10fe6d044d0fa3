using ConsulRender.Consul;
using ConsulRender.Settings;

namespace ConsulRender.Cli;

/// <summary>The environment variables that Consul's own command line honours. Stateless.</summary>
/// <seealso href="https://developer.hashicorp.com/consul/commands#environment-variables"/>
internal static class ConsulVariables
{
    public const string Address = "CONSUL_HTTP_ADDR";
    public const string TokenFile = "CONSUL_HTTP_TOKEN_FILE";
    public const string CaCert = "CONSUL_CACERT";
    public const string CaPath = "CONSUL_CAPATH";
    public const string ClientCert = "CONSUL_CLIENT_CERT";
    public const string ClientKey = "CONSUL_CLIENT_KEY";

    /// <summary>What the environment says; an empty variable says nothing.</summary>
    public static ConsulOverrides Read(Func<string, string?> environment, List<string> problems)
    {
        var tokenFile = environment(TokenFile) is { Length: > 0 } file ? file : null;
        return new ConsulOverrides
        {
            Address = environment(Address),

            // With Consul's command line the file wins, too.
            Token = tokenFile is null ? Hidden("CONSUL_HTTP_TOKEN") : null,
            TokenFile = tokenFile,
            Auth = Hidden("CONSUL_HTTP_AUTH"),
            Namespace = environment("CONSUL_NAMESPACE"),
            Partition = environment("CONSUL_PARTITION"),
            Ssl = Switch("CONSUL_HTTP_SSL"),
            SslVerify = Switch("CONSUL_HTTP_SSL_VERIFY"),
            SslCaCert = environment(CaCert),
            SslCaPath = environment(CaPath),
            SslCert = environment(ClientCert),
            SslKey = environment(ClientKey),
            SslServerName = environment("CONSUL_TLS_SERVER_NAME"),
        };

        Secret? Hidden(string variable) => environment(variable) is { Length: > 0 } text ? new Secret(text) : null;

        bool? Switch(string variable)
        {
            var text = environment(variable) ?? "";
            switch (text)
            {
                case "1" or "t" or "T" or "true" or "TRUE" or "True":
                    return true;
                case "0" or "f" or "F" or "false" or "FALSE" or "False":
                    return false;
            }

            if (text.Length > 0)
            {
                problems.Add($"{variable}: '{text}' is not right; write true or false");
            }

            return null;
        }
    }
}
