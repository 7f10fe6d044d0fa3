namespace ConsulRender.Cli.Arguments;

/// <summary>Every flag there is, in the groups of the help; parsing, help and completion read it. Stateless.</summary>
internal static class FlagTable
{
    public static readonly FlagDefinition Help = new("h", FlagKind.Switch, null, "", "print this and exit") { OtherNames = ["help"] };
    public static readonly FlagDefinition Version = new("version", FlagKind.Switch, null, "", "print the version and exit") { OtherNames = ["v"] };
    public static readonly FlagDefinition Config = new("config", FlagKind.Item, null, "PATH", "a settings file in HCL or JSON, or a directory of *.hcl and *.json files, read in the order of their names; may be repeated, and what comes later counts more");
    public static readonly FlagDefinition Template = new("template", FlagKind.Template, "template", "SRC:DST[:CMD]", "render SRC to DST and run CMD when DST has changed; may be repeated");
    public static readonly FlagDefinition Snapshot = new("snapshot", FlagKind.Text, null, "FILE", "take the data from a fixture file instead of an agent; renders once");
    public static readonly FlagDefinition Timeout = new("timeout", FlagKind.Duration, null, "DURATION", "with -once: give up after this time, exit 21 (default: wait for as long as it takes)");
    public static readonly FlagDefinition AllowStale = new("allow-stale", FlagKind.Duration, null, "DURATION", "with -once: if Consul gives no answer, use readings saved at most this long ago (default: wait for Consul)");
    public static readonly FlagDefinition Once = new("once", FlagKind.Switch, "once", "", "render everything once, then exit");
    public static readonly FlagDefinition Dry = new("dry", FlagKind.Switch, null, "", "print what would be written; write and run nothing");
    public static readonly FlagDefinition NoColor = new("no-color", FlagKind.Switch, null, "", "print the plan without colours, as when it is not printed on a terminal");
    public static readonly FlagDefinition Format = new("format", FlagKind.Text, null, "FORMAT", "text or json (default text)");
    public static readonly FlagDefinition StateDir = new("state-dir", FlagKind.Text, "state_dir", "DIRECTORY", "keep what must outlive the process in DIRECTORY (environment CONSULRENDER_STATE_DIR; default /var/lib/consulrender for root)");
    public static readonly FlagDefinition Strict = new("strict", FlagKind.Switch, null, "", "exit 1 also when there are only warnings");

    /// <summary>The flags of the program itself.</summary>
    public static IReadOnlyList<FlagGroup> Groups { get; } =
    [
        new("what to render", [Config, Template, Snapshot,
            new("default-left-delimiter", FlagKind.Text, "default_delimiters.left", "TEXT", "what begins an output in templates (default {{)"),
            new("default-right-delimiter", FlagKind.Text, "default_delimiters.right", "TEXT", "what ends it (default }})"),
            new("template-error-fatal", FlagKind.Switch, "template_error_fatal", "", "whether a failing template fails -once, for every template (default true)"),
        ]),
        new("Consul",
        [
            new("consul-addr", FlagKind.Text, "consul.address", "ADDR", "host:port, URL or unix:///path of the agent (default 127.0.0.1:8500, environment CONSUL_HTTP_ADDR)"),
            new("consul-token", FlagKind.Text, "consul.token", "TOKEN", "ACL token (environment CONSUL_HTTP_TOKEN, which keeps it out of the list of processes)"),
            new("consul-token-file", FlagKind.Text, "consul.token_file", "FILE", "read the token from FILE, again when it changes"),
            new("consul-auth", FlagKind.Credentials, "consul.auth", "USER[:PASSWORD]", "basic authentication (environment CONSUL_HTTP_AUTH)"),
            new("max-stale", FlagKind.Duration, "max_stale", "DURATION", "the oldest answer that a follower may give; 0 asks the leader (default 2s)"),
            new("consul-retry", FlagKind.Switch, "consul.retry.enabled", "", "whether -once asks again after a failure (default true); a daemon always does"),
            new("consul-retry-attempts", FlagKind.Number, "consul.retry.attempts", "N", "how often -once asks one question in vain before it gives up; 0 is for ever (default 0)"),
            new("consul-retry-backoff", FlagKind.Duration, "consul.retry.backoff", "DURATION", "the pause after the first failure, doubled by each (default 250ms)") { OtherNames = ["retry"] },
            new("consul-retry-max-backoff", FlagKind.Duration, "consul.retry.max_backoff", "DURATION", "the longest pause (default 1m)"),
        ]),
        new("TLS",
        [
            new("consul-ssl", FlagKind.Switch, "consul.ssl.enabled", "", "speak TLS, as https:// in the address does"),
            new("consul-ssl-ca-cert", FlagKind.Text, "consul.ssl.ca_cert", "FILE", "an authority to trust instead of the system's"),
            new("consul-ssl-ca-path", FlagKind.Text, "consul.ssl.ca_path", "FOLDER", "a folder of such files"),
            new("consul-ssl-cert", FlagKind.Text, "consul.ssl.cert", "FILE", "our certificate"),
            new("consul-ssl-key", FlagKind.Text, "consul.ssl.key", "FILE", "its key (default: in the certificate's file)"),
            new("consul-ssl-server-name", FlagKind.Text, "consul.ssl.server_name", "NAME", "the name that the agent's certificate must have"),
            new("consul-ssl-verify", FlagKind.Switch, "consul.ssl.verify", "", "verify the agent's certificate (default true)"),
        ]),
        new("connections",
        [
            new("consul-transport-dial-timeout", FlagKind.Duration, "consul.transport.dial_timeout", "DURATION", "how long connecting may take (default 5s)"),
            new("consul-transport-dial-keep-alive", FlagKind.Duration, "consul.transport.dial_keep_alive", "DURATION", "how often the system looks whether the agent is still there (default: the system's own)"),
            new("consul-transport-tls-handshake-timeout", FlagKind.Duration, "consul.transport.tls_handshake_timeout", "DURATION", "how long agreeing on TLS may take (default: within the time of connecting)"),
            new("consul-transport-disable-keep-alives", FlagKind.Switch, "consul.transport.disable_keep_alives", "", "accepted, without effect"),
            new("consul-transport-max-idle-conns-per-host", FlagKind.Number, "consul.transport.max_idle_conns_per_host", "N", "accepted, without effect"),
        ]),
        new("how to run",
        [
            Once, Timeout, AllowStale,
            new("wait", FlagKind.Wait, "wait", "MIN[:MAX]", "wait until nothing changed for MIN, at most MAX (default: no waiting; MAX is 4 times MIN)"),
            Dry,
            new("parse-only", FlagKind.Switch, "parseonly", "", "only look for mistakes, as 'consulrender check' does"),
            new("reload-templates", FlagKind.Switch, "reload_templates", "", "read changed template files again by themselves (default true)"),
            new("dedup", FlagKind.Switch, "deduplicate.enabled", "", "not supported"),
        ]),
        new("a child to supervise",
        [
            new("exec", FlagKind.Text, "exec.command", "COMMAND", "start COMMAND when every file is in place, and end with it"),
            new("exec-reload-signal", FlagKind.Signal, "exec.reload_signal", "SIGNAL", "tell it of changed files (default: end it and start it anew)"),
            new("exec-kill-signal", FlagKind.Signal, "exec.kill_signal", "SIGNAL", "ask it to end (default SIGINT)"),
            new("exec-kill-timeout", FlagKind.Duration, "exec.kill_timeout", "DURATION", "then kill it (default 30s)"),
            new("exec-splay", FlagKind.Duration, "exec.splay", "DURATION", "wait for a random time up to this before (default 0s)"),
            new("exec-env-pristine", FlagKind.Switch, "exec.env.pristine", "", "pass nothing of our environment on"),
            new("exec-env-custom", FlagKind.Item, "exec.env.custom", "NAME=VALUE", "set a variable; may be repeated"),
            new("exec-env-allowlist", FlagKind.Item, "exec.env.allowlist", "GLOB", "pass only such variables on; may be repeated"),
            new("exec-env-denylist", FlagKind.Item, "exec.env.denylist", "GLOB", "pass no such variables on; may be repeated"),
        ]),
        new("the process",
        [
            new("pid-file", FlagKind.Text, "pid_file", "FILE", "write the process ID to FILE while the daemon runs"),
            StateDir,
            new("status-file", FlagKind.Text, "status_file", "FILE", "write the status to FILE as JSON whenever it changes, while the daemon runs"),
            new("reload-signal", FlagKind.Signal, "reload_signal", "SIGNAL", "read settings and templates again (default SIGHUP)"),
            new("kill-signal", FlagKind.Signal, "kill_signal", "SIGNAL", "stop, as SIGTERM, SIGINT and SIGQUIT always do (default SIGINT)"),
        ]),
        new("messages",
        [
            new("log-level", FlagKind.Severity, "log_level", "LEVEL", "trace, debug, info, warn or err (default info, environment CONSUL_TEMPLATE_LOG_LEVEL)"),
            new("log-format", FlagKind.Text, "log_format", "FORMAT", "text or json (default text)"),
            new("log-file", FlagKind.Text, "log_file.path", "FILE", "write log lines to FILE, too"),
            new("log-rotate-bytes", FlagKind.Number, "log_file.log_rotate_bytes", "N", "begin a new log file at this size (default 0, at none)"),
            new("log-rotate-duration", FlagKind.Duration, "log_file.log_rotate_duration", "DURATION", "begin a new log file at this age (default 24h)"),
            new("log-rotate-max-files", FlagKind.Number, "log_file.log_rotate_max_files", "N", "how many older ones to keep: 0 all, -1 none (default 0)"),
            new("syslog", FlagKind.Switch, "syslog.enabled", "", "write log lines to the local syslog, too"),
            new("syslog-facility", FlagKind.Text, "syslog.facility", "NAME", "its facility (default LOCAL0)"),
            new("syslog-name", FlagKind.Text, "syslog.name", "NAME", "our name in it (default consulrender)"),
            Version,
            Help,
        ]),
    ];

    /// <summary>The flags of <c>check</c>.</summary>
    public static IReadOnlyList<FlagGroup> OfCheck { get; } =
    [
        new("what to check", [Config, Template with { Help = "a template beside those of the settings; may be repeated" }]),
        new("how to tell", [Format, Strict, Help]),
    ];

    /// <summary>The flags of what asks a running daemon.</summary>
    public static IReadOnlyList<FlagGroup> OfControl { get; } =
    [
        new("which daemon", [
            StateDir with { Help = "the daemon's state directory (environment CONSULRENDER_STATE_DIR; default as the daemon's)" },
            Config with { Help = "settings that may name it; may be repeated" }]),
        new("how to tell", [Help]),
    ];

    /// <summary>The flags of <c>status</c>.</summary>
    public static IReadOnlyList<FlagGroup> OfStatus { get; } = [OfControl[0], new("how to tell", [Format, Help])];

    /// <summary>The flags of <c>plan</c> that are its own.</summary>
    public static FlagGroup OfPlan { get; } = new("how to tell", [NoColor]);

    /// <summary>Every flag of some groups.</summary>
    public static IEnumerable<FlagDefinition> In(IEnumerable<FlagGroup> groups) => groups.SelectMany(group => group.Flags);
}

/// <summary>Flags that the help shows together; immutable.</summary>
/// <param name="Title">What they are about.</param>
/// <param name="Flags">The flags in the order of the help.</param>
internal sealed record FlagGroup(string Title, IReadOnlyList<FlagDefinition> Flags);
