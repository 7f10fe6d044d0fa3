namespace ConsulRender.Settings;

/// <summary>What the command line or the environment says beside the file; null leaves the file's word. Immutable.</summary>
public sealed record SettingsOverrides
{
    /// <summary>How to reach Consul.</summary>
    public ConsulOverrides Consul { get; init; } = new();

    /// <summary>How long a change waits for quiet.</summary>
    public QuiescencePeriod? Wait { get; init; }

    /// <summary>The least severe log lines to print.</summary>
    public LogSeverity? LogLevel { get; init; }

    /// <summary>Templates beside the file's.</summary>
    public IReadOnlyList<TemplateSettings> Templates { get; init; } = [];
}
