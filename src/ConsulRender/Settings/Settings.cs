using System.Text.Json;
using System.Text.Json.Serialization;

namespace ConsulRender.Settings;

/// <summary>Everything the operator can set, as the settings file spells it; a read-only record tree.</summary>
/// <remarks>Setters are internal rather than <c>init</c> because generated deserializers overwrite the defaults of <c>init</c> properties.</remarks>
public sealed record Settings
{
    /// <summary>How to reach Consul.</summary>
    [JsonInclude]
    public ConsulSettings Consul { get; internal set; } = new();

    /// <summary>How to reach other agents, by the names under which templates ask them; nothing is inherited from <see cref="Consul"/>, flags or the environment.</summary>
    [JsonInclude]
    public IReadOnlyDictionary<string, ConsulSettings> Agents { get; internal set; } = new Dictionary<string, ConsulSettings>();

    /// <summary>The oldest answer a Consul follower may give. Default 2 s; 0 asks the leader always.</summary>
    [JsonInclude]
    public TimeSpan MaxStale { get; internal set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long Consul may hold a blocking query. Default 60 s, at most 10 min.</summary>
    [JsonInclude]
    public TimeSpan BlockQueryWait { get; internal set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a change waits for quiet, unless the template says otherwise. Default: not at all.</summary>
    [JsonInclude]
    public QuiescencePeriod Wait { get; internal set; } = QuiescencePeriod.None;

    /// <summary>The least severe log lines to print. Default info.</summary>
    [JsonInclude]
    public LogSeverity LogLevel { get; internal set; } = LogSeverity.Info;

    /// <summary>What templates read as <c>vars</c>: any JSON object. Default empty.</summary>
    [JsonInclude]
    public JsonElement Vars { get; internal set; }

    /// <summary>Where partials are looked for, after the folder of the template itself. Default: nowhere else.</summary>
    [JsonInclude]
    public IReadOnlyList<string> TemplateDirs { get; internal set; } = [];

    /// <summary>How far each template may go, unless it says otherwise itself.</summary>
    [JsonInclude]
    public LimitSettings? Limits { get; internal set; }

    /// <summary>The templates; one object or a list of them.</summary>
    [JsonInclude]
    public IReadOnlyList<TemplateSettings> Template { get; internal set; } = [];

    /// <summary>Whether to run once and exit. Default false.</summary>
    [JsonIgnore]
    public bool Once { get; internal set; }

    /// <summary>Whether only to look for mistakes, as <c>check</c> does. Default false.</summary>
    [JsonIgnore]
    public bool Parseonly { get; internal set; }

    /// <summary>Whether a key that does not exist is a failure at once instead of something to wait for. Default false.</summary>
    [JsonIgnore]
    public bool ErrOnFailedLookup { get; internal set; }

    /// <summary>Whether <c>-once</c> fails when a template that does not say so itself cannot be rendered. Default true.</summary>
    [JsonIgnore]
    public bool? TemplateErrorFatal { get; init; }

    /// <summary>The signal that makes the daemon read settings and templates again; null for none. Default SIGHUP.</summary>
    [JsonIgnore]
    public SignalName? ReloadSignal { get; init; } = SignalName.Hangup;

    /// <summary>A signal that stops the program beside SIGTERM, SIGINT and SIGQUIT, which always do. Default SIGINT.</summary>
    [JsonIgnore]
    public SignalName? KillSignal { get; init; } = SignalName.Interrupt;

    /// <summary>Where the daemon writes its process ID. Default: nowhere.</summary>
    [JsonIgnore]
    public string? PidFile { get; internal set; }

    /// <summary>Whether changed template files are read again by themselves. Default true.</summary>
    [JsonIgnore]
    public bool ReloadTemplates { get; init; } = true;

    /// <summary>What begins and ends a tag and an output, unless the template says otherwise.</summary>
    [JsonIgnore]
    public DelimiterSettings DefaultDelimiters { get; init; } = new();

    /// <summary>Log lines as text or as JSON. Default text.</summary>
    [JsonIgnore]
    public LogFormat LogFormat { get; internal set; }

    /// <summary>The log file beside standard error.</summary>
    [JsonIgnore]
    public LogFileSettings LogFile { get; init; } = new();

    /// <summary>The local syslog beside standard error.</summary>
    [JsonIgnore]
    public SyslogSettings Syslog { get; init; } = new();

    /// <summary>The one child that the program supervises; null for none.</summary>
    [JsonIgnore]
    public ExecSettings? Exec { get; internal set; }

    /// <summary>Patterns of key paths whose values a plan shows as three stars. Default none.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Redact { get; init; } = [];

    /// <summary>The names of the other agents in the order of messages.</summary>
    public IReadOnlyList<string> AgentNames() => [.. Agents.Keys.Order(StringComparer.Ordinal)];

    /// <summary>These settings with what the command line and the environment say, in the order of precedence.</summary>
    /// <exception cref="SettingsException">A template of the command line writes what another writes.</exception>
    public Settings With(SettingsOverrides flags, SettingsOverrides environment)
    {
        IReadOnlyList<TemplateSettings> templates = [.. Template, .. flags.Templates];
        var repeated = SettingsRules.Repeated(templates).Select(index => SettingsRules.RepeatedMessage(templates[index])).ToList();
        return repeated.Count > 0 ? throw new SettingsException(repeated) : this with
        {
            Consul = Implying(flags.Consul.ToSettings()).Over(Implying(Consul)).Over(environment.Consul.ToSettings()),
            Agents = Agents.ToDictionary(agent => agent.Key, agent => Implying(agent.Value).Over(new ConsulSettings())),
            Wait = flags.Wait ?? Wait,
            LogLevel = flags.LogLevel ?? LogLevel,
            Template = templates,
        };
    }

    private static ConsulSettings Implying(ConsulSettings consul) => consul with { Ssl = consul.Ssl.Implying() };
}
