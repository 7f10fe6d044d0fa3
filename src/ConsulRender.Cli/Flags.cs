using ConsulRender.Settings;

namespace ConsulRender.Cli;

/// <summary>What the command line says, not yet merged with files and environment; immutable.</summary>
internal sealed record Flags
{
    public bool Help { get; init; }

    public bool Version { get; init; }

    public bool Once { get; init; }

    public bool Dry { get; init; }

    /// <summary>The settings file; null for none.</summary>
    public string? Config { get; init; }

    /// <summary>Templates as <c>SRC:DST[:COMMAND]</c>.</summary>
    public IReadOnlyList<string> Templates { get; init; } = [];

    public ConsulOverrides Consul { get; init; } = new();

    /// <summary>The fixture file; null for a real agent.</summary>
    public string? Snapshot { get; init; }

    public string? Wait { get; init; }

    public string? Timeout { get; init; }

    public string? LogLevel { get; init; }
}
