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

/// <summary>One template, as the settings file spells it.</summary>
public sealed record TemplateSettings
{
    /// <summary>The template's file. Either this or <see cref="Contents"/>.</summary>
    [JsonInclude]
    public string? Source { get; internal set; }

    /// <summary>The template's text.</summary>
    [JsonInclude]
    public string? Contents { get; internal set; }

    /// <summary>The file to keep up to date.</summary>
    [JsonInclude]
    public string Destination { get; internal set; } = "";

    /// <summary>Whether missing directories of the destination are made. Default true.</summary>
    [JsonInclude]
    public bool CreateDestDirs { get; internal set; } = true;

    /// <summary>The file's mode, octal. Default: what the old file has, or 0644.</summary>
    [JsonInclude]
    public UnixFileMode? Perms { get; internal set; }

    /// <summary>The file's user, by name or number. Default: the old file's.</summary>
    [JsonInclude]
    public string? User { get; internal set; }

    /// <summary>The file's group, by name or number. Default: the old file's.</summary>
    [JsonInclude]
    public string? Group { get; internal set; }

    /// <summary>Templates naming the same output group change together, with one reload. Default: each is a group of its own.</summary>
    [JsonInclude]
    public string? OutputGroup { get; internal set; }

    /// <summary>Judges the staged file, which stands for <c>{path}</c>, before it is swapped in. Default: nobody does.</summary>
    [JsonInclude]
    public CommandLine? Check { get; internal set; }

    /// <summary>How long the check may take. Default 30 s.</summary>
    [JsonInclude]
    public TimeSpan CheckTimeout { get; internal set; } = TimeSpan.FromSeconds(30);

    /// <summary>The reload command, run after the file has changed. Default: none.</summary>
    [JsonInclude]
    public CommandLine? Command { get; internal set; }

    /// <summary>How long the reload command may take. Default 30 s.</summary>
    [JsonInclude]
    public TimeSpan CommandTimeout { get; internal set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a change waits for quiet. Default: the wait of the whole settings.</summary>
    [JsonInclude]
    public QuiescencePeriod? Wait { get; internal set; }

    /// <summary>Whether an output without text may replace the file. Default false.</summary>
    [JsonInclude]
    public bool AllowEmpty { get; internal set; }

    /// <summary>Whether an undefined variable, member or index is an error. Default true; otherwise it is nil.</summary>
    [JsonInclude]
    public bool ErrorOnMissingKey { get; internal set; } = true;

    /// <summary>Whether printing a value with a line break that is not the template's own is an error. Default false.</summary>
    [JsonInclude]
    public bool RejectNewlines { get; internal set; }

    /// <summary>How far this template may go. Default: the limits of the whole settings.</summary>
    [JsonInclude]
    public LimitSettings? Limits { get; internal set; }

    /// <summary>The template of a flag <c>SOURCE:DESTINATION[:COMMAND]</c>; null when the text is not that.</summary>
    public static TemplateSettings? Parse(string text)
    {
        var parts = text.Split(':', 3);
        if (parts.Length < 2 || parts[0].Length == 0 || parts[1].Length == 0)
        {
            return null;
        }

        return new TemplateSettings
        {
            Source = parts[0],
            Destination = parts[1],
            Command = parts.Length == 3 && parts[2].Trim().Length > 0 ? CommandLine.FromText(parts[2]) : null,
        };
    }
}

/// <summary>The severities of log lines, with consul-template's names.</summary>
public enum LogSeverity
{
    /// <summary>Everything.</summary>
    Trace,

    /// <summary>What each turn of the loop did.</summary>
    Debug,

    /// <summary>Files written and reloads.</summary>
    Info,

    /// <summary>What should be looked at soon.</summary>
    Warn,

    /// <summary>What failed.</summary>
    Err,
}
