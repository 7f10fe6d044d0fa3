using ConsulRender.Cli;
using ConsulRender.Cli.Arguments;
using ConsulRender.Settings;
using ConsulRender.Tests.Engine;
using Xunit;

namespace ConsulRender.Tests.Cli;

/// <summary>Every variable that is read, against files and flags.</summary>
public sealed class VariablesTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    /// <summary>The variable, its value, the line of a file that overrides it, the flag that overrides both, and the values of the three.</summary>
    [Theory]
    [InlineData("CONSUL_HTTP_ADDR", "e:1", "consul { address = \"f:1\" }", "-consul-addr=a:1", "e:1", "f:1", "a:1")]
    [InlineData("CONSUL_NAMESPACE", "e", "consul { namespace = \"f\" }", null, "e", "f", null)]
    [InlineData("CONSUL_PARTITION", "e", "consul { partition = \"f\" }", null, "e", "f", null)]
    [InlineData("CONSUL_CACERT", "e", "consul { ssl { ca_cert = \"f\" } }", "-consul-ssl-ca-cert=a", "e", "f tls", "a tls")]
    [InlineData("CONSUL_CAPATH", "e", "consul { ssl { ca_path = \"f\" } }", "-consul-ssl-ca-path=a", "e", "f tls", "a tls")]
    [InlineData("CONSUL_CLIENT_CERT", "e", "consul { ssl { cert = \"f\" } }", "-consul-ssl-cert=a", "e", "f tls", "a tls")]
    [InlineData("CONSUL_CLIENT_KEY", "e", "consul { ssl { key = \"f\" } }", "-consul-ssl-key=a", "e", "f tls", "a tls")]
    [InlineData("CONSUL_TLS_SERVER_NAME", "e", "consul { ssl { server_name = \"f\" } }", "-consul-ssl-server-name=a", "e", "f tls", "a tls")]
    [InlineData("CONSUL_HTTP_SSL", "true", "consul { ssl { enabled = false } }", "-consul-ssl", "tls", "", "tls")]
    [InlineData("CONSUL_HTTP_SSL_VERIFY", "0", "consul { ssl { verify = true } }", "-consul-ssl-verify=false", "insecure", "tls", "insecure tls")]
    [InlineData("CONSUL_TOKEN", "e", "consul { token = \"f\" }", "-consul-token=a", "token e", "token f", "token a")]
    [InlineData("CONSUL_HTTP_TOKEN", "e", "consul { token_file = \"f\" }", "-consul-token=a", "token e", "f", "token a")]
    [InlineData("CONSUL_TOKEN_FILE", "e", "consul { token = \"f\" }", "-consul-token-file=a", "e", "token f", "a")]
    [InlineData("CONSUL_HTTP_TOKEN_FILE", "e", "consul { token_file = \"f\" }", "-consul-token=a", "e", "f", "token a")]
    [InlineData("CONSUL_HTTP_AUTH", "e:p", "consul { auth { username = \"f\" } }", "-consul-auth=a:q", "e p", "f", "a q")]
    [InlineData("CT_LOG", "err", "log_level = \"warn\"", "-log-level=debug", "Err", "Warn", "Debug")]
    [InlineData("CONSUL_TEMPLATE_LOG", "ERR", "log_level = \"warn\"", "-log-level=debug", "Err", "Warn", "Debug")]
    [InlineData("CONSUL_TEMPLATE_LOG_LEVEL", "err", "log_level = \"warn\"", "-log-level=debug", "Err", "Warn", "Debug")]
    [InlineData("CT_LOCAL_CONFIG", "consul { address = \"e:1\" }", "consul { address = \"f:1\" }", "-consul-addr=a:1", "e:1", "f:1", "a:1")]
    public void A_file_counts_more_than_a_variable_and_a_flag_more_than_both(string name, string value, string file, string? flag, string byVariable, string byFile, string? byFlag)
    {
        var config = _directory.Write("s.hcl", file.Replace("{ ", "{\n", StringComparison.Ordinal).Replace(" }", "\n}", StringComparison.Ordinal));
        string? Environment(string asked) => asked == name ? value : null;

        Assert.Equal("", Said(_ => ""));
        Assert.Equal(byVariable, Said(Environment));
        Assert.Equal(byFile, Said(Environment, "-config", config));
        if (flag is not null)
        {
            Assert.Equal(byFlag, Said(Environment, "-config", config, flag));
        }
    }

    [Theory]
    [InlineData("token first", "CONSUL_TOKEN=first", "CONSUL_HTTP_TOKEN=second")]
    [InlineData("file", "CONSUL_TOKEN=token", "CONSUL_HTTP_TOKEN_FILE=file")]
    [InlineData("first", "CONSUL_TOKEN_FILE=first", "CONSUL_HTTP_TOKEN_FILE=second")]
    [InlineData("Debug", "CT_LOG=debug", "CONSUL_TEMPLATE_LOG=err", "CONSUL_TEMPLATE_LOG_LEVEL=warn")]
    [InlineData("token second", "CONSUL_TOKEN=", "CONSUL_HTTP_TOKEN=second")]
    [InlineData("d:1", "CONSUL_HTTP_ADDR=e:1", "CT_LOCAL_CONFIG=consul { address = \"d:1\" }")]
    [InlineData("c", "CONSUL_CACERT=c", "CONSUL_HTTP_SSL=false")]
    [InlineData("c tls", "CT_LOCAL_CONFIG=consul { ssl { ca_cert = \"c\" } }")]
    [InlineData("d:1", "CT_LOCAL_CONFIG={ \"consul\": { \"address\": \"d:1\" } }")]
    [InlineData("d:1", "CT_LOCAL_CONFIG=consul = \"d:1\"")]
    public void Of_several_variables_one_counts(string said, params string[] variables) =>
        Assert.Equal(said, Said(name => Array.Find(variables, variable => variable.StartsWith($"{name}=", StringComparison.Ordinal))?[(name.Length + 1)..]));

    [Fact]
    public void A_document_in_a_variable_may_bring_the_templates()
    {
        var loaded = SettingsSources.Load(Flags.Parse([]), name => name == "CT_LOCAL_CONFIG" ? "template {\n contents = \"x\"\n destination = \"out\"\n}" : null);

        Assert.Equal("out", Assert.Single(loaded.Settings.Template).Destination);
        Assert.Equal("CT_LOCAL_CONFIG:3:2", loaded.WhoSays("$.template[0].destination").ToString());
    }

    [Theory]
    [InlineData("CT_LOCAL_CONFIG", "consul {", "CT_LOCAL_CONFIG:1:8: this block is not closed; write } behind its last key")]
    [InlineData("CT_LOCAL_CONFIG", "{ \"consul\": 1 }", "CT_LOCAL_CONFIG:1:3: \"consul\" must be an object")]
    [InlineData("CT_LOCAL_CONFIG", "lgo_level = 1", "CT_LOCAL_CONFIG:1:1: unknown key \"lgo_level\"; did you mean \"log_level\"?")]
    [InlineData("CT_LOG", "loud", "CT_LOG: \"log_level\": not a log level; write \"trace\", \"debug\", \"info\", \"warn\" or \"err\"")]
    public void What_is_wrong_in_a_variable_is_told_with_its_name(string name, string value, string problem)
    {
        var exception = Assert.Throws<SettingsException>(() => Load(asked => asked == name ? value : null));

        Assert.Equal([problem], exception.Problems);
        Assert.True(exception.IsCommandLine);
    }

    [Theory]
    [InlineData("CONSUL_HTTP_SSL")]
    [InlineData("CONSUL_HTTP_SSL_VERIFY")]
    public void A_switch_of_the_environment_says_what_Go_takes_for_one(string name)
    {
        Assert.Equal([$"{name}: 'yes' is not right; write true or false"], Assert.Throws<UsageException>(() => Load(asked => asked == name ? "yes" : null)).Problems);
        Assert.Equal("", Said(asked => asked == name ? "" : null));
    }

    [Theory]
    [InlineData(true, "once = true")]
    [InlineData(false, "once = true", "-once=false")]
    [InlineData(true, "once = false", "-once")]
    [InlineData(false, "")]
    public void Once_may_stand_in_a_file_and_a_flag_counts_more(bool once, string file, params string[] flags) =>
        Assert.Equal(once, Load(_ => null, ["-config", _directory.Write("s.hcl", file), .. flags]).Once);

    private static ConsulRender.Settings.Settings Load(Func<string, string?> environment, params string[] arguments) =>
        SettingsSources.Load(Flags.Parse(["-template", "in:out", .. arguments]), environment).Settings;

    // What differs from the defaults.
    private static string Said(Func<string, string?> environment, params string[] arguments)
    {
        var settings = Load(environment, arguments);
        var (consul, ssl) = (settings.Consul, settings.Consul.Ssl);
        string?[] words =
        [
            consul.Address, consul.Namespace, consul.Partition, ssl.CaCert, ssl.CaPath, ssl.Cert, ssl.Key, ssl.ServerName,
            ssl.Verify == false ? "insecure" : null, consul.WantsTls() ? "tls" : null, consul.Token is { } token ? $"token {token.Reveal()}" : null,
            consul.TokenFile, consul.Auth.Username, consul.Auth.Password?.Reveal(), settings.LogLevel == LogSeverity.Info ? null : settings.LogLevel.ToString(),
        ];
        return string.Join(' ', words.OfType<string>());
    }
}
