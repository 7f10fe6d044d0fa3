using ConsulRender.Cli;
using ConsulRender.Cli.Arguments;
using ConsulRender.Consul;
using ConsulRender.Settings;
using ConsulRender.Tests.Consul.Transport;
using ConsulRender.Tests.Engine;
using Xunit;

namespace ConsulRender.Tests.Cli;

/// <summary>How flags, file and environment become a connection.</summary>
public sealed class AgentSourcesTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly TestAuthority _authority = new();

    public AgentSourcesTests() => _directory.Write("ca.pem", _authority.Pem);

    public void Dispose()
    {
        _directory.Dispose();
        _authority.Dispose();
    }

    /// <summary>What is said about the address, the ssl block of the file, CONSUL_HTTP_SSL, the flag, and the address that follows; CA is a good file.</summary>
    [Theory]
    [InlineData(null, "{}", null, null, "http://127.0.0.1:8500/", false)]
    [InlineData("a:1", "{}", null, null, "http://a:1/", false)]
    [InlineData("https://a:1", "{}", null, null, "https://a:1/", true)]
    [InlineData("a:1", "{ \"enabled\": true }", null, null, "https://a:1/", true)]
    [InlineData("a:1", "{ \"enabled\": false, \"ca_cert\": \"CA\" }", null, null, "http://a:1/", false)]
    [InlineData("a:1", "{ \"ca_cert\": \"CA\" }", null, null, "https://a:1/", true)]
    [InlineData("a:1", "{ \"verify\": false }", null, null, "https://a:1/", true)]
    [InlineData("a:1", "{ \"ca_cert\": \"\" }", null, null, "http://a:1/", false)]
    [InlineData("http://a:1", "{ \"server_name\": \"b\" }", null, null, "https://a:1/", true)]
    [InlineData("a:1", "{}", "true", null, "https://a:1/", true)]
    [InlineData(null, "{}", "1", null, "https://127.0.0.1:8500/", true)]
    [InlineData("a:1", "{ \"enabled\": false }", "true", null, "http://a:1/", false)]
    [InlineData("a:1", "{ \"enabled\": false }", null, true, "https://a:1/", true)]
    [InlineData("a:1", "{ \"enabled\": true }", "true", false, "http://a:1/", false)]
    [InlineData("https://a:1", "{ \"enabled\": false }", null, null, "https://a:1/", true)]
    [InlineData("unix:///run/c.sock", "{ \"enabled\": true }", null, null, "http://localhost/", false)]
    public void TLS_is_spoken_where_somebody_says_so(string? address, string ssl, string? variable, bool? flag, string expected, bool tls)
    {
        var options = Options(
            $$"""{ "consul": { "ssl": {{ssl.Replace("CA", _directory.Path("ca.pem"), StringComparison.Ordinal)}} } }""",
            [.. address is null ? Array.Empty<string>() : ["-consul-addr", address], .. flag is null ? Array.Empty<string>() : [$"-consul-ssl={flag}"]],
            name => name == "CONSUL_HTTP_SSL" ? variable : null);

        Assert.Equal((expected, tls), (options.Address.AbsoluteUri, options.Tls is not null));
    }

    [Fact]
    public void Files_that_only_the_environment_names_do_not_ask_for_TLS_and_are_not_read_without_it()
    {
        var options = Options("{}", [], name => name == "CONSUL_CACERT" ? "/absent" : null);

        Assert.Equal("http://127.0.0.1:8500/", options.Address.AbsoluteUri);
        Assert.Null(options.Tls);
    }

    [Fact]
    public void A_unix_socket_is_connected_to() => Assert.Equal("/run/c.sock", Options("{}", ["-consul-addr", "unix:///run/c.sock"], _ => null).Socket);

    [Fact]
    public void Every_variable_of_Consuls_command_line_counts()
    {
        var token = _directory.Write("token", "t0k\n");
        var variables = new Dictionary<string, string>
        {
            ["CONSUL_HTTP_ADDR"] = "e:1",
            ["CONSUL_HTTP_TOKEN"] = "ignored",
            ["CONSUL_HTTP_TOKEN_FILE"] = token,
            ["CONSUL_HTTP_AUTH"] = "me:pass:word",
            ["CONSUL_HTTP_SSL"] = "true",
            ["CONSUL_HTTP_SSL_VERIFY"] = "false",
            ["CONSUL_NAMESPACE"] = "n",
            ["CONSUL_PARTITION"] = "p",
        };
        var options = Options("{}", [], variables.GetValueOrDefault);

        Assert.Equal(("https://e:1/", "t0k", token), (options.Address.AbsoluteUri, options.Token?.Reveal(), options.TokenFile));
        Assert.Equal(("me", "pass:word", "n", "p"), (options.UserName, options.Password?.Reveal(), options.Namespace, options.Partition));
    }

    /// <summary>Who names a file that is not there, and how the message begins; DIR is the test's directory.</summary>
    [Theory]
    [InlineData("ca_cert", "CONSUL_CACERT", "-consul-ssl-ca-cert")]
    [InlineData("ca_path", "CONSUL_CAPATH", "-consul-ssl-ca-path")]
    [InlineData("cert", "CONSUL_CLIENT_CERT", "-consul-ssl-cert")]
    [InlineData("key", "CONSUL_CLIENT_KEY", "-consul-ssl-key")]
    public void Whoever_names_a_file_that_cannot_be_used_is_named(string key, string variable, string flag)
    {
        using var own = _authority.Issue(names: "me");
        var cert = _directory.Write("cert.pem", own.ExportCertificatePem());
        var file = $$"""{ "consul": { "ssl": { "{{key}}": "/absent" } } }""";
        string[] withCert = key == "key" ? ["-consul-ssl", "-consul-ssl-cert", cert] : ["-consul-ssl"];
        string[] flags = [.. withCert, flag, "/absent"];

        Assert.StartsWith($"flag {flag}: cannot read ", Problem("{}", flags, _ => null), StringComparison.Ordinal);
        Assert.StartsWith($"{_directory.Path("settings.json")}:1:24: cannot read ", Problem(file, withCert, _ => null), StringComparison.Ordinal);
        Assert.StartsWith($"{variable}: cannot read ", Problem("{}", withCert, name => name == variable ? "/absent" : null), StringComparison.Ordinal);
    }

    [Fact]
    public void A_token_file_that_cannot_be_read_is_a_problem_of_the_settings()
    {
        Assert.Equal(
            $"{_directory.Path("settings.json")}:1:15: cannot read '/absent': there is no such file",
            Problem("""{ "consul": { "token_file": "/absent" } }""", [], _ => null));
        Assert.StartsWith("CONSUL_HTTP_TOKEN_FILE: ", Problem("{}", [], name => name == "CONSUL_HTTP_TOKEN_FILE" ? "/absent" : null), StringComparison.Ordinal);
    }

    /// <summary>A token and a file of one are one thing: whoever says either overrides both of whoever counts less.</summary>
    [Fact]
    public void A_token_overrides_the_file_of_one_that_counts_less_and_the_other_way_round()
    {
        var file = _directory.Write("token", "of the file");
        static string? Environment(string name) => name == "CONSUL_HTTP_TOKEN" ? "of the environment" : null;

        Assert.Equal(("of the flag", null), Token(Options($$"""{ "consul": { "token_file": "{{file}}" } }""", ["-consul-token", "of the flag"], Environment)));
        Assert.Equal(("of the file", file), Token(Options($$"""{ "consul": { "token_file": "{{file}}" } }""", [], Environment)));
        Assert.Equal(("of the settings", null), Token(Options("""{ "consul": { "token": "of the settings" } }""", [], name => name == "CONSUL_HTTP_TOKEN_FILE" ? file : null)));
    }

    [Fact]
    public void Authentication_that_is_not_enabled_is_not_used()
    {
        const string file = """{ "consul": { "auth": { "enabled": false, "username": "me", "password": "x" } } }""";

        Assert.Null(Options(file, [], _ => null).UserName);
        Assert.Equal(("you", null), (Options(file.Replace("false", "true", StringComparison.Ordinal), ["-consul-auth", "you"], _ => null) is { } options
            ? (options.UserName, options.Password)
            : default));
    }

    [Fact]
    public void A_switch_of_the_environment_that_is_neither_true_nor_false_is_refused() =>
        Assert.Equal(
            ["CONSUL_HTTP_SSL: 'yes' is not right; write true or false"],
            Assert.Throws<UsageException>(() => Options("{}", [], name => name == "CONSUL_HTTP_SSL" ? "yes" : null)).Problems);

    /// <summary>What the environment and flags say concerns the agent without a name alone; a named one inherits nothing from anybody.</summary>
    [Fact]
    public void A_named_agent_is_what_its_own_settings_say()
    {
        var token = _directory.Write("token", "t0k\n");
        var options = All(
            $$"""
            {
              "consul": { "token": "own", "namespace": "n", "auth": { "username": "me" } },
              "max_stale": "3s",
              "agents": {
                "west": { "address": "w:1", "token_file": "" },
                "east": { "address": "e:1", "token_file": "{{token}}", "partition": "p", "ssl": { "ca_cert": "{{_directory.Path("ca.pem")}}" } }
              }
            }
            """,
            ["-consul-token", "flag", "-consul-ssl-verify=false"],
            name => name is "CONSUL_HTTP_TOKEN" or "CONSUL_NAMESPACE" ? "environment" : null);

        Assert.Equal([null, "east", "west"], options.Select(agent => agent.Agent));
        var (east, west) = (options[1], options[2]);
        Assert.Equal(("https://e:1/", "t0k", "p", null), (east.Address.AbsoluteUri, east.Token?.Reveal(), east.Partition, east.Namespace));
        Assert.Equal(("http://w:1/", null, null, null, null), (west.Address.AbsoluteUri, west.Token, west.TokenFile, west.Namespace, west.UserName));
        Assert.NotNull(east.Tls);
        Assert.Null(west.Tls);
        Assert.All(options, agent => Assert.Equal(TimeSpan.FromSeconds(3), agent.MaxStale));
    }

    [Fact]
    public void What_is_done_after_failures_and_how_connections_are_kept_is_what_the_settings_say()
    {
        var options = All(
            """
            {
              "consul": {
                "retry": { "attempts": 5, "backoff": "2m" },
                "transport": { "dial_timeout": "1s", "dial_keep_alive": "2s", "idle_conn_timeout": "3s", "tls_handshake_timeout": "4s" }
              },
              "agents": {
                "east": { "address": "e:1", "retry": { "enabled": false, "attempts": 7, "backoff": "1s", "max_backoff": "9s" } },
                "west": { "address": "w:1", "retry": { "max_backoff": "0" } }
              }
            }
            """,
            [],
            _ => null);

        var (own, east, west) = (options[0], options[1], options[2]);
        Assert.Equal(new RetryOptions { Attempts = 5, Backoff = TimeSpan.FromMinutes(2), MaxBackoff = TimeSpan.FromMinutes(2) }, own.Retry);
        Assert.Equal(
            new TransportOptions
            {
                ConnectTimeout = TimeSpan.FromSeconds(1),
                KeepAlive = TimeSpan.FromSeconds(2),
                IdleTimeout = TimeSpan.FromSeconds(3),
                HandshakeTimeout = TimeSpan.FromSeconds(4),
            },
            own.Transport);
        Assert.Equal(new RetryOptions { Attempts = 1, Backoff = TimeSpan.FromSeconds(1), MaxBackoff = TimeSpan.FromSeconds(9) }, east.Retry);
        Assert.Equal((new RetryOptions(), new TransportOptions()), (west.Retry, west.Transport));
    }

    [Fact]
    public void Authorities_may_be_the_text_itself_which_is_never_shown()
    {
        var pem = System.Text.Json.JsonEncodedText.Encode(_authority.Pem).ToString();

        Assert.NotNull(Options($$"""{ "consul": { "address": "a:1", "ssl": { "ca_cert_bytes": "{{pem}}" } } }""", [], _ => null).Tls);
        Assert.Equal(
            $"{_directory.Path("settings.json")}:1:24: there is no certificate in consul.ssl.ca_cert_bytes; it must be PEM, beginning with -----BEGIN CERTIFICATE-----",
            Problem("""{ "consul": { "ssl": { "ca_cert_bytes": "s3cr3t" } } }""", [], _ => null));
    }

    [Theory]
    [InlineData("""{ "agents": { "east": { "address": "e:1", "ssl": { "ca_cert": "/absent" } } } }""", 52, "cannot read '/absent': there is no such file")]
    [InlineData("""{ "agents": { "east": { "address": "e:1", "token_file": "/absent" } } }""", 43, "cannot read '/absent': there is no such file")]
    [InlineData("""{ "agents": { "east": { "address": "e:1", "ssl": { "key": "k" } } } }""", 52, "'k' is a key without a certificate; name the certificate with agents.east.ssl.cert")]
    public void A_file_of_a_named_agent_that_cannot_be_used_is_named_with_its_place(string file, int column, string problem) =>
        Assert.Equal($"{_directory.Path("settings.json")}:1:{column}: {problem}", Problem(file, [], _ => null));

    private static (string? Token, string? File) Token(ConsulOptions options) => (options.Token?.Reveal(), options.TokenFile);

    private ConsulOptions Options(string file, string[] flags, Func<string, string?> environment) => All(file, flags, environment)[0];

    private IReadOnlyList<ConsulOptions> All(string file, string[] flags, Func<string, string?> environment) => AgentSources.Options(
        SettingsSources.Load(Flags.Parse(["-config", _directory.Write("settings.json", file), "-template", "in:out", .. flags]), environment));

    private string Problem(string file, string[] flags, Func<string, string?> environment) =>
        Assert.Single(Assert.Throws<SettingsException>(() => Options(file, flags, environment)).Problems);
}
