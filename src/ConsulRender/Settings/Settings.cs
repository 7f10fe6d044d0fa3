using System.Text.Json;
using ConsulRender.Timing;

namespace ConsulRender.Settings;

/// <summary>Everything the operator can set, as the settings file spells it; a read-only record tree.</summary>
public sealed record Settings
{
    /// <summary>How to reach Consul.</summary>
    public ConsulSettings Consul { get; init; } = new();

    /// <summary>How to reach other agents, by the names under which templates ask them; nothing is inherited from <see cref="Consul"/>, flags or the environment.</summary>
    public IReadOnlyDictionary<string, ConsulSettings> Agents { get; init; } = new Dictionary<string, ConsulSettings>();

    /// <summary>The oldest answer a Consul follower may give. Default 2 s; 0 asks the leader always.</summary>
    public TimeSpan MaxStale { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long Consul may hold a blocking query. Default 60 s, at most 10 min.</summary>
    public TimeSpan BlockQueryWait { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a change waits for quiet, unless the template says otherwise. Default: not at all.</summary>
    public QuiescencePeriod Wait { get; init; } = QuiescencePeriod.None;

    /// <summary>The least severe log lines to print. Default info.</summary>
    public LogSeverity LogLevel { get; init; } = LogSeverity.Info;

    /// <summary>What templates read as <c>vars</c>: any JSON object. Default empty.</summary>
    public JsonElement Vars { get; init; }

    /// <summary>Where partials are looked for, after the folder of the template itself. Default: nowhere else.</summary>
    public IReadOnlyList<string> TemplateDirs { get; init; } = [];

    /// <summary>How far each template may go, unless it says otherwise itself.</summary>
    public LimitSettings? Limits { get; init; }

    /// <summary>The templates; one object or a list of them.</summary>
    public IReadOnlyList<TemplateSettings> Template { get; init; } = [];

    /// <summary>What <c>error_fatal</c> is for templates that do not say it. Default true.</summary>
    public bool? TemplateErrorFatal { get; init; }

    /// <summary>Whether to run once and exit. Default false.</summary>
    public bool Once { get; init; }

    /// <summary>Whether only to look for mistakes, as <c>check</c> does. Default false.</summary>
    public bool Parseonly { get; init; }

    /// <summary>Whether a key that does not exist is a failure at once instead of something to wait for. Default false.</summary>
    public bool ErrOnFailedLookup { get; init; }

    /// <summary>The signal that makes the daemon read settings and templates again; null for none. Default SIGHUP.</summary>
    public SignalName? ReloadSignal { get; init; } = SignalName.Hangup;

    /// <summary>A signal that stops the program beside SIGTERM, SIGINT and SIGQUIT, which always do. Default SIGINT.</summary>
    public SignalName? KillSignal { get; init; } = SignalName.Interrupt;

    /// <summary>Where the daemon writes its process ID. Default: nowhere.</summary>
    public string? PidFile { get; init; }

    /// <summary>Where what must outlive the process is kept. Default: systemd's <c>STATE_DIRECTORY</c>, else the usual place of the user.</summary>
    public string? StateDir { get; init; }

    /// <summary>Whether values of keys, configuration entries and private keys are saved, too, for a start without Consul. Default false.</summary>
    public bool StateSecrets { get; init; }

    /// <summary>Where the daemon writes its status for monitoring. Default: nowhere.</summary>
    public string? StatusFile { get; init; }

    /// <summary>Whether changed template files are read again by themselves. Default true.</summary>
    public bool ReloadTemplates { get; init; } = true;

    /// <summary>What begins and ends a tag and an output, unless the template says otherwise.</summary>
    public DelimiterSettings DefaultDelimiters { get; init; } = new();

    /// <summary>Log lines as text or as JSON. Default text.</summary>
    public LogFormat LogFormat { get; init; }

    /// <summary>The log file beside standard error.</summary>
    public LogFileSettings LogFile { get; init; } = new();

    /// <summary>The local syslog beside standard error.</summary>
    public SyslogSettings Syslog { get; init; } = new();

    /// <summary>The one child that the program supervises; null for none.</summary>
    public ExecSettings? Exec { get; init; }

    /// <summary>Patterns of key paths whose values a plan shows as three stars. Default none.</summary>
    public IReadOnlyList<string> Redact { get; init; } = [];

    /// <summary>The names of the other agents in the order of messages.</summary>
    public IReadOnlyList<string> AgentNames() => [.. Agents.Keys.Order(StringComparer.Ordinal)];
}
