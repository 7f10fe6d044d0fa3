using ConsulRender.Consul;

namespace ConsulRender.Settings;

/// <summary>What the command line or the environment says beside the file; null leaves the file's word. Immutable.</summary>
public sealed record SettingsOverrides
{
    /// <summary>The agent's address.</summary>
    public string? ConsulAddress { get; init; }

    /// <summary>The ACL token.</summary>
    public Secret? ConsulToken { get; init; }

    /// <summary>How long a change waits for quiet.</summary>
    public QuiescencePeriod? Wait { get; init; }

    /// <summary>The least severe log lines to print.</summary>
    public LogSeverity? LogLevel { get; init; }

    /// <summary>Templates beside the file's.</summary>
    public IReadOnlyList<TemplateSettings> Templates { get; init; } = [];
}
