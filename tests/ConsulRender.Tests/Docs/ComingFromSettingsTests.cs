using System.Text.RegularExpressions;
using ConsulRender.Cli;
using ConsulRender.Cli.Arguments;
using ConsulRender.Settings.Reading;
using ConsulRender.Settings.Tree;
using Xunit;

namespace ConsulRender.Tests.Docs;

/// <summary>Holds the half about settings of the page for people who come from consul-template against the flags and keys that its version 0.42.1 knows.</summary>
public sealed partial class ComingFromSettingsTests
{
    private static readonly string Page = Document.Read("coming-from-consul-template.md") is var page ? page[page.IndexOf("## Settings and flags", StringComparison.Ordinal)..] : "";

    private static readonly string[] Flags = Words("""
        config consul-addr consul-auth consul-token consul-token-file consul-retry consul-retry-attempts consul-retry-backoff consul-retry-max-backoff retry
        consul-ssl consul-ssl-ca-cert consul-ssl-ca-path consul-ssl-cert consul-ssl-key consul-ssl-server-name consul-ssl-verify
        consul-transport-dial-keep-alive consul-transport-dial-timeout consul-transport-disable-keep-alives consul-transport-max-idle-conns-per-host
        consul-transport-tls-handshake-timeout dedup default-left-delimiter default-right-delimiter dry exec exec-kill-signal exec-kill-timeout
        exec-reload-signal exec-splay exec-env-pristine exec-env-custom exec-env-allowlist exec-env-denylist kill-signal reload-signal log-level log-file
        log-rotate-bytes log-rotate-duration log-rotate-max-files max-stale once parse-only pid-file syslog syslog-facility syslog-name template
        template-error-fatal wait v version
        """);

    private static readonly string[] Keys = Words("""
        reload_signal kill_signal log_level max_stale block_query_wait pid_file template_error_fatal err_on_failed_lookup once parseonly
        default_delimiters.left default_delimiters.right wait syslog.enabled syslog.facility syslog.name log_file.path log_file.log_rotate_bytes
        log_file.log_rotate_duration log_file.log_rotate_max_files deduplicate vault nomad
        consul.address consul.namespace consul.token consul.token_file consul.auth.enabled consul.auth.username consul.auth.password consul.retry.enabled
        consul.retry.attempts consul.retry.backoff consul.retry.max_backoff consul.ssl.enabled consul.ssl.verify consul.ssl.cert consul.ssl.key
        consul.ssl.ca_cert consul.ssl.ca_cert_bytes consul.ssl.ca_path consul.ssl.server_name consul.transport.dial_keep_alive consul.transport.dial_timeout
        consul.transport.disable_keep_alives consul.transport.idle_conn_timeout consul.transport.max_idle_conns consul.transport.max_idle_conns_per_host
        consul.transport.max_conns_per_host consul.transport.tls_handshake_timeout
        exec.command exec.enabled exec.kill_signal exec.kill_timeout exec.reload_signal exec.splay exec.timeout exec.env.pristine exec.env.custom
        exec.env.allowlist exec.env.denylist exec.env.whitelist exec.env.blacklist
        template.source template.contents template.destination template.create_dest_dirs template.perms template.user template.group template.uid template.gid
        template.backup template.left_delimiter template.right_delimiter template.error_on_missing_key template.error_fatal template.exec.command
        template.exec.env.custom template.exec.timeout template.exec.kill_signal template.exec.kill_timeout template.exec.reload_signal template.exec.splay
        template.command template.command_timeout template.wait template.function_denylist template.function_blacklist template.sandbox_path
        """);

    private static readonly ReadProblems Read = ReadNothing();

    [Fact]
    public void Every_flag_of_consul_template_is_one_here() =>
        Assert.All(Flags, name => Assert.Contains(FlagTable.In(FlagTable.Groups), flag => flag.Is(name)));

    [Fact]
    public void Every_key_of_consul_template_is_read_here() => Assert.All(Keys, key => Assert.Contains($"$.{key}", Read.Keys));

    [Fact]
    public void Every_flag_that_the_page_names_is_consul_templates_or_ours() => Assert.All(
        Flag().Matches(Page).Select(match => match.Groups[1].Value).Where(name => name != "flag" && !name.StartsWith("vault-", StringComparison.Ordinal)),
        name => Assert.True(Flags.Contains(name) || FlagTable.In(FlagTable.Groups).Any(flag => flag.Is(name)), name));

    [Fact]
    public void The_flags_that_only_we_have_are_all_named()
    {
        var ours = FlagTable.In(FlagTable.Groups).Select(flag => flag.Name).Except(Flags).Except(["h"]);
        var sentence = OursOfFlags().Match(Page).Groups[1].Value;
        Assert.Equal(ours.Order(StringComparer.Ordinal), Flag().Matches(sentence).Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal));
        Assert.All(Commands.Names, name => Assert.Contains($"`{name}`", sentence, StringComparison.Ordinal));
    }

    [Fact]
    public void The_keys_that_only_we_have_are_all_named()
    {
        var ours = Read.Keys.Select(key => key["$.".Length..]).Except(Keys).Where(key => !Keys.Any(other => other.StartsWith($"{key}.", StringComparison.Ordinal)) && !key.Contains("exec.", StringComparison.Ordinal))
            .Select(key => key.Replace("template.", "", StringComparison.Ordinal))
            .Where(key => key is not ("template" or "exec" or "deduplicate.enabled") && !key.StartsWith("limits.", StringComparison.Ordinal) && !key.StartsWith("guard.", StringComparison.Ordinal))
            .Distinct();
        var named = Key().Matches(OursOfKeys().Match(Page).Groups[1].Value).Select(match => match.Groups[1].Value).Distinct();
        Assert.Equal(ours.Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_24_surprises_are_all_there()
    {
        var section = Page[Page.IndexOf("### What surprises", StringComparison.Ordinal)..Page.IndexOf("### Keys with", StringComparison.Ordinal)];
        Assert.Equal(24 + 2, section.Split('\n').Count(line => line.StartsWith('|')));
    }

    private static ReadProblems ReadNothing()
    {
        var problems = new ReadProblems(listsKeys: true);
        SettingsReader.Read(SettingsTree.Empty(""), problems);
        return problems;
    }

    private static string[] Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    [GeneratedRegex("`-([a-z][a-z-]*)[ =`]")]
    private static partial Regex Flag();

    [GeneratedRegex("`([a-z_.]+)`")]
    private static partial Regex Key();

    [GeneratedRegex("Flags that only ConsulRender has: (.*?)\n\n", RegexOptions.Singleline)]
    private static partial Regex OursOfFlags();

    [GeneratedRegex("Keys that only ConsulRender has: (.*?) \\[settings", RegexOptions.Singleline)]
    private static partial Regex OursOfKeys();
}
