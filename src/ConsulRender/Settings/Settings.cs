using System.Text.Json;
using ConsulRender.Consul;

namespace ConsulRender.Settings;

/// <summary>Everything the operator can set, as the settings file spells it; a read-only record tree.</summary>
public sealed record Settings
{
    /// <summary>How to reach Consul.</summary>
    public ConsulSettings Consul { get; init; } = new();

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

    /// <summary>The templates; one object or a list of them.</summary>
    public IReadOnlyList<TemplateSettings> Template { get; init; } = [];
}

/// <summary>How to reach Consul, as the settings file spells it.</summary>
public sealed record ConsulSettings
{
    /// <summary>The agent's address: <c>host:port</c> or a URL. Default 127.0.0.1:8500.</summary>
    public string? Address { get; init; }

    /// <summary>The ACL token. Default: none.</summary>
    public Secret? Token { get; init; }
}

/// <summary>One template, as the settings file spells it.</summary>
public sealed record TemplateSettings
{
    /// <summary>The template's file. Either this or <see cref="Contents"/>.</summary>
    public string? Source { get; init; }

    /// <summary>The template's text.</summary>
    public string? Contents { get; init; }

    /// <summary>The file to keep up to date.</summary>
    public string Destination { get; init; } = "";

    /// <summary>Whether missing directories of the destination are made. Default true.</summary>
    public bool CreateDestDirs { get; init; } = true;

    /// <summary>The file's mode, octal. Default: what the old file has, or 0644.</summary>
    public UnixFileMode? Perms { get; init; }

    /// <summary>The file's user, by name or number. Default: the old file's.</summary>
    public string? User { get; init; }

    /// <summary>The file's group, by name or number. Default: the old file's.</summary>
    public string? Group { get; init; }

    /// <summary>Templates naming the same output group change together, with one reload. Default: each is a group of its own.</summary>
    public string? OutputGroup { get; init; }

    /// <summary>Judges the staged file, which stands for <c>{path}</c>, before it is swapped in. Default: nobody does.</summary>
    public CommandLine? Check { get; init; }

    /// <summary>How long the check may take. Default 30 s.</summary>
    public TimeSpan CheckTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The reload command, run after the file has changed. Default: none.</summary>
    public CommandLine? Command { get; init; }

    /// <summary>How long the reload command may take. Default 30 s.</summary>
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a change waits for quiet. Default: the wait of the whole settings.</summary>
    public QuiescencePeriod? Wait { get; init; }

    /// <summary>Whether an output without text may replace the file. Default false.</summary>
    public bool AllowEmpty { get; init; }
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
