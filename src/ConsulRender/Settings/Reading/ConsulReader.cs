namespace ConsulRender.Settings.Reading;

/// <summary>Reads how an agent is reached. Stateless.</summary>
internal static class ConsulReader
{
    private const string Bounded = "connections are shared and bounded by consul.max_connections";

    public static ConsulSettings Read(Section consul)
    {
        var transport = consul.Inner("transport");
        var settings = new ConsulSettings
        {
            Address = consul.Text("address"),
            Token = consul.Secret("token"),
            TokenFile = consul.FileName("token_file"),
            Namespace = consul.Text("namespace"),
            Partition = consul.Text("partition"),
            MaxConnections = consul.Count("max_connections"),
            Auth = ReadAuth(consul.Inner("auth")),
            Ssl = ReadSsl(consul.Inner("ssl")),
            Retry = ReadRetry(consul.Inner("retry")),
            Transport = ReadTransport(transport),
        };
        consul.End();
        return settings;
    }

    private static AuthSettings ReadAuth(Section auth)
    {
        var settings = new AuthSettings { Enabled = auth.Switch("enabled"), Username = auth.Text("username"), Password = auth.Secret("password") };
        auth.End();
        return settings;
    }

    private static SslSettings ReadSsl(Section ssl)
    {
        var settings = new SslSettings
        {
            Enabled = ssl.Switch("enabled"),
            Verify = ssl.Switch("verify"),
            CaCert = ssl.FileName("ca_cert"),
            CaCertBytes = ssl.Text("ca_cert_bytes"),
            CaPath = ssl.FileName("ca_path"),
            Cert = ssl.FileName("cert"),
            Key = ssl.FileName("key"),
            ServerName = ssl.Text("server_name"),
        };
        ssl.End();
        return settings;
    }

    private static RetrySettings ReadRetry(Section retry)
    {
        var defaults = new RetrySettings();
        var settings = new RetrySettings
        {
            Enabled = retry.Switch("enabled") ?? true,
            Attempts = retry.Count("attempts") ?? 0,
            Backoff = retry.Duration("backoff") ?? defaults.Backoff,
            MaxBackoff = retry.Duration("max_backoff") ?? defaults.MaxBackoff,
        };
        retry.End();
        return settings;
    }

    private static TransportSettings ReadTransport(Section transport)
    {
        var defaults = new TransportSettings();
        var settings = new TransportSettings
        {
            DialTimeout = transport.Duration("dial_timeout") ?? defaults.DialTimeout,
            DialKeepAlive = transport.Duration("dial_keep_alive") ?? defaults.DialKeepAlive,
            IdleConnTimeout = transport.Duration("idle_conn_timeout") ?? defaults.IdleConnTimeout,
            TlsHandshakeTimeout = transport.Duration("tls_handshake_timeout") ?? defaults.TlsHandshakeTimeout,
        };
        transport.WithoutEffect("disable_keep_alives", "a blocking query needs its connection again at once");
        transport.WithoutEffect("max_idle_conns", Bounded);
        transport.WithoutEffect("max_idle_conns_per_host", Bounded);
        transport.WithoutEffect("max_conns_per_host", Bounded);
        transport.End();
        return settings;
    }
}
