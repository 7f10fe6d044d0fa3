using System.Globalization;
using System.Text.RegularExpressions;
using ConsulRender.Consul;
using ConsulRender.Processes;
using ConsulRender.Settings;
using Xunit;

namespace ConsulRender.Tests.Docs;

/// <summary>Holds the column of defaults in docs/settings.md against the code.</summary>
public sealed partial class SettingsDefaultsTests
{
    private static readonly ConsulOptions Connection = new();
    private static readonly ConsulRender.Settings.Settings Settings = new();
    private static readonly ExecSettings Child = new() { Command = CommandLine.FromText("-") };

    private static readonly Dictionary<string, object?> Defaults = new(StringComparer.Ordinal)
    {
        ["consul.address"] = Connection.Address.Authority,
        ["consul.max_connections"] = Connection.MaxConnections,
        ["consul.ssl.verify"] = new TlsOptions().Verify,
        ["consul.retry.enabled"] = new RetrySettings().Enabled,
        ["consul.retry.attempts"] = new RetrySettings().Attempts,
        ["consul.retry.backoff"] = new RetrySettings().Backoff,
        ["consul.retry.max_backoff"] = Connection.Retry.MaxBackoff,
        ["consul.transport.dial_timeout"] = Connection.Transport.ConnectTimeout,
        ["consul.transport.idle_conn_timeout"] = Connection.Transport.IdleTimeout,
        ["consul.transport.tls_handshake_timeout"] = Connection.Transport.HandshakeTimeout,
        ["max_stale"] = Settings.MaxStale,
        ["block_query_wait"] = Settings.BlockQueryWait,
        ["err_on_failed_lookup"] = Settings.ErrOnFailedLookup,
        ["template_error_fatal"] = Settings.TemplateErrorFatal ?? true,
        ["create_dest_dirs"] = new TemplateSettings().CreateDestDirs,
        ["backup"] = new TemplateSettings().Backup,
        ["error_on_missing_key"] = new TemplateSettings().ErrorOnMissingKey,
        ["check_timeout"] = new TemplateSettings().CheckTimeout,
        ["command_timeout"] = new TemplateSettings().CommandTimeout,
        ["min_reload_interval"] = new TemplateSettings().MinReloadInterval,
        ["splay"] = new TemplateSettings().Splay,
        ["allow_empty"] = new TemplateSettings().AllowEmpty,
        ["guard.hold_empty"] = new GuardSettings().HoldEmpty,
        ["guard.hold"] = new GuardSettings().Hold,
        ["reject_newlines"] = new TemplateSettings().RejectNewlines,
        ["exec.splay"] = Child.Splay,
        ["exec.env.pristine"] = Child.Env.Pristine,
        ["once"] = Settings.Once,
        ["parseonly"] = Settings.Parseonly,
        ["reload_signal"] = Settings.ReloadSignal,
        ["reload_templates"] = Settings.ReloadTemplates,
        ["kill_signal"] = Settings.KillSignal,
        ["log_level"] = Settings.LogLevel.ToString().ToLowerInvariant(),
        ["log_format"] = Settings.LogFormat.ToString().ToLowerInvariant(),
        ["log_file.log_rotate_bytes"] = Settings.LogFile.LogRotateBytes,
        ["log_file.log_rotate_duration"] = Settings.LogFile.LogRotateDuration,
        ["log_file.log_rotate_max_files"] = Settings.LogFile.LogRotateMaxFiles,
        ["syslog.facility"] = Settings.Syslog.Facility,
        ["syslog.name"] = Settings.Syslog.Name,
    };

    [Fact]
    public void Every_default_of_the_tables_is_the_codes()
    {
        var documented = Row().Matches(Document.Read("settings.md")).ToDictionary(row => row.Groups["key"].Value, row => row.Groups["default"].Value, StringComparer.Ordinal);
        Assert.All(Defaults, known => Assert.Equal(Text(known.Value), Comparable(documented[known.Key], known.Value)));

        // A row with a plain value that is not looked at here would be one that nobody holds against the code.
        Assert.Empty(documented.Where(row => Plain().IsMatch(row.Value)).Select(row => row.Key).Except(Defaults.Keys));
    }

    [Fact]
    public void The_times_of_a_template_and_of_the_child_are_the_codes()
    {
        var page = Document.Read("settings.md");
        Assert.Contains($"`exec.timeout` | duration | template `{Text(new TemplateSettings().CommandTimeout)}`, child `{Text(Child.Timeout)}` |", page, StringComparison.Ordinal);
        Assert.Contains($"`exec.kill_timeout` | duration | template `{Text(new CommandSettings().KillTimeout)}`, child `{Text(Child.KillTimeout)}` |", page, StringComparison.Ordinal);
        Assert.Contains($"`exec.kill_signal` | signal | template {new CommandSettings().KillSignal}, child {Child.KillSignal} |", page, StringComparison.Ordinal);
    }

    // The page writes 60s where the code says 1m.
    private static string Comparable(string documented, object? value) =>
        value is TimeSpan && GoDuration.TryParse(documented, out var duration) ? GoDuration.Format(duration) : documented;

    private static string Text(object? value) => value switch
    {
        TimeSpan duration => GoDuration.Format(duration),
        bool truth => truth ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    // | `key` | type | `default` | or | `key` | type | 0 |
    [GeneratedRegex(@"^\| `(?<key>[a-z_.]+)` \| (?:string|number|boolean|duration|signal) \| `?(?<default>[^`|\n]+?)`? \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"^(?:true|false|\d+[a-z]*|SIG[A-Z0-9]+)$")]
    private static partial Regex Plain();
}
