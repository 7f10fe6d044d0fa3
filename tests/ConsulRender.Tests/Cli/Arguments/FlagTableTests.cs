using ConsulRender.Cli.Arguments;
using ConsulRender.Settings.Tree;
using Xunit;

namespace ConsulRender.Tests.Cli.Arguments;

/// <summary>Every flag of consul-template, and what becomes of it here.</summary>
public sealed class FlagTableTests
{
    /// <summary>The flag as somebody writes it, the setting's path, and the setting as JSON.</summary>
    [Theory]
    [InlineData("-consul-addr=h:1", "consul.address", "\"h:1\"")]
    [InlineData("-consul-auth=me:pass:word", "consul.auth", """{"username":"me","password":"pass:word"}""")]
    [InlineData("-consul-auth=me", "consul.auth", """{"username":"me"}""")]
    [InlineData("-consul-token=t", "consul.token", "\"t\"")]
    [InlineData("-consul-token-file=f", "consul.token_file", "\"f\"")]
    [InlineData("-consul-retry=false", "consul.retry.enabled", "false")]
    [InlineData("-consul-retry-attempts=5", "consul.retry.attempts", "5")]
    [InlineData("-consul-retry-backoff=1s", "consul.retry.backoff", "\"1s\"")]
    [InlineData("-retry=1s", "consul.retry.backoff", "\"1s\"")]
    [InlineData("-consul-retry-max-backoff=2m", "consul.retry.max_backoff", "\"2m\"")]
    [InlineData("-consul-ssl", "consul.ssl.enabled", "true")]
    [InlineData("-consul-ssl-ca-cert=f", "consul.ssl.ca_cert", "\"f\"")]
    [InlineData("-consul-ssl-ca-path=f", "consul.ssl.ca_path", "\"f\"")]
    [InlineData("-consul-ssl-cert=f", "consul.ssl.cert", "\"f\"")]
    [InlineData("-consul-ssl-key=f", "consul.ssl.key", "\"f\"")]
    [InlineData("-consul-ssl-server-name=n", "consul.ssl.server_name", "\"n\"")]
    [InlineData("-consul-ssl-verify=false", "consul.ssl.verify", "false")]
    [InlineData("-consul-transport-dial-keep-alive=1s", "consul.transport.dial_keep_alive", "\"1s\"")]
    [InlineData("-consul-transport-dial-timeout=1s", "consul.transport.dial_timeout", "\"1s\"")]
    [InlineData("-consul-transport-disable-keep-alives", "consul.transport.disable_keep_alives", "true")]
    [InlineData("-consul-transport-max-idle-conns-per-host=3", "consul.transport.max_idle_conns_per_host", "3")]
    [InlineData("-consul-transport-tls-handshake-timeout=1s", "consul.transport.tls_handshake_timeout", "\"1s\"")]
    [InlineData("-dedup=false", "deduplicate.enabled", "false")]
    [InlineData("-default-left-delimiter=<<", "default_delimiters.left", "\"<<\"")]
    [InlineData("-default-right-delimiter=>>", "default_delimiters.right", "\">>\"")]
    [InlineData("-exec=run it", "exec.command", "\"run it\"")]
    [InlineData("-exec-kill-signal=SIGTERM", "exec.kill_signal", "\"SIGTERM\"")]
    [InlineData("-exec-kill-timeout=1s", "exec.kill_timeout", "\"1s\"")]
    [InlineData("-exec-reload-signal=SIGHUP", "exec.reload_signal", "\"SIGHUP\"")]
    [InlineData("-exec-splay=1s", "exec.splay", "\"1s\"")]
    [InlineData("-exec-env-pristine", "exec.env.pristine", "true")]
    [InlineData("-exec-env-custom=A=b", "exec.env.custom", """["A=b"]""")]
    [InlineData("-exec-env-allowlist=A*", "exec.env.allowlist", """["A*"]""")]
    [InlineData("-exec-env-denylist=A*", "exec.env.denylist", """["A*"]""")]
    [InlineData("-kill-signal=SIGUSR2", "kill_signal", "\"SIGUSR2\"")]
    [InlineData("-reload-signal=", "reload_signal", "\"\"")]
    [InlineData("-log-level=warn", "log_level", "\"warn\"")]
    [InlineData("-log-file=f", "log_file.path", "\"f\"")]
    [InlineData("-log-rotate-bytes=10", "log_file.log_rotate_bytes", "10")]
    [InlineData("-log-rotate-duration=1h", "log_file.log_rotate_duration", "\"1h\"")]
    [InlineData("-log-rotate-max-files=-1", "log_file.log_rotate_max_files", "-1")]
    [InlineData("-max-stale=5s", "max_stale", "\"5s\"")]
    [InlineData("-once", "once", "true")]
    [InlineData("-parse-only", "parseonly", "true")]
    [InlineData("-pid-file=f", "pid_file", "\"f\"")]
    [InlineData("-state-dir=d", "state_dir", "\"d\"")]
    [InlineData("-status-file=f", "status_file", "\"f\"")]
    [InlineData("-syslog", "syslog.enabled", "true")]
    [InlineData("-syslog-facility=LOCAL5", "syslog.facility", "\"LOCAL5\"")]
    [InlineData("-syslog-name=n", "syslog.name", "\"n\"")]
    [InlineData("-template=a:b", "template", """[{"source":"a","destination":"b"}]""")]
    [InlineData("-template=a:b:curl http://x:1/y", "template", """[{"source":"a","destination":"b","command":"curl http://x:1/y"}]""")]
    [InlineData("-template-error-fatal=false", "template_error_fatal", "false")]
    [InlineData("-wait=5s:10s", "wait", "\"5s:10s\"")]
    [InlineData("-log-format=json", "log_format", "\"json\"")]
    [InlineData("-reload-templates=false", "reload_templates", "false")]
    public void A_flag_is_a_setting(string argument, string path, string json)
    {
        SettingsNode node = Flags.Parse([argument]).Settings;
        foreach (var step in path.Split('.'))
        {
            node = ((SettingsObject)node)[step]!;
        }

        Assert.Equal(json, SettingsTree.ToJson(node));
        Assert.Equal($"flag -{FlagTable.In(FlagTable.Groups).First(flag => flag.Is(argument[1..].Split('=')[0])).Name}", node.Origin.ToString());
    }

    [Fact]
    public void Items_are_collected()
    {
        var env = Flags.Parse(["-exec-env-custom", "A=1", "-exec-env-custom", "B=2", "-template", "a:b", "-template", "c:d"]).Settings;

        Assert.Equal("""{"exec":{"env":{"custom":["A=1","B=2"]}},"template":[{"source":"a","destination":"b"},{"source":"c","destination":"d"}]}""", SettingsTree.ToJson(env));
    }

    [Fact]
    public void Every_path_of_a_flag_is_a_setting_that_is_read()
    {
        var problems = new ConsulRender.Settings.Reading.ReadProblems(listsKeys: true);
        ConsulRender.Settings.Reading.SettingsReader.Read(SettingsTree.Empty(""), problems);

        Assert.All(
            FlagTable.In(FlagTable.Groups).Select(flag => flag.Path).OfType<string>().Where(path => path != "deduplicate.enabled"),
            path => Assert.Contains($"$.{path}", problems.Keys));
    }

    /// <summary>consul-template's flags but those of Vault; Nomad has none.</summary>
    [Fact]
    public void Every_flag_of_consul_template_is_there()
    {
        const string flags = """
            config consul-addr consul-auth consul-token consul-token-file consul-retry consul-retry-attempts consul-retry-backoff consul-retry-max-backoff retry
            consul-ssl consul-ssl-ca-cert consul-ssl-ca-path consul-ssl-cert consul-ssl-key consul-ssl-server-name consul-ssl-verify
            consul-transport-dial-keep-alive consul-transport-dial-timeout consul-transport-disable-keep-alives consul-transport-max-idle-conns-per-host
            consul-transport-tls-handshake-timeout dedup default-left-delimiter default-right-delimiter dry exec exec-kill-signal exec-kill-timeout
            exec-reload-signal exec-splay exec-env-pristine exec-env-custom exec-env-allowlist exec-env-denylist kill-signal reload-signal
            log-level log-file log-rotate-bytes log-rotate-duration log-rotate-max-files max-stale once parse-only pid-file syslog syslog-facility
            syslog-name template template-error-fatal wait v version h
            """;

        Assert.All(flags.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries), name => Assert.Contains(FlagTable.In(FlagTable.Groups), flag => flag.Is(name)));
    }

    [Fact]
    public void No_name_is_given_twice() =>
        Assert.Distinct(FlagTable.In(FlagTable.Groups).SelectMany(flag => flag.OtherNames.Append(flag.Name)));
}
