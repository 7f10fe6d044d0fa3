using ConsulRender.Processes;

namespace ConsulRender.Settings;

/// <summary>How a command is run and ended, as the <c>exec</c> block of a template spells it; immutable.</summary>
public sealed record CommandSettings
{
    /// <summary>What the command's environment holds.</summary>
    public EnvironmentSettings Env { get; init; } = new();

    /// <summary>The signal that asks it to end when its time is over. Default SIGTERM.</summary>
    public SignalName KillSignal { get; init; } = SignalName.Terminate;

    /// <summary>How long it may take to end after that, before it is killed. Default 0: it is killed at once.</summary>
    public TimeSpan KillTimeout { get; init; }
}

/// <summary>What the environment of a command holds; immutable.</summary>
public sealed record EnvironmentSettings
{
    /// <summary>Whether nothing of our own environment is passed on. Default false.</summary>
    public bool Pristine { get; init; }

    /// <summary>Variables as <c>NAME=VALUE</c>, whatever else is said.</summary>
    public IReadOnlyList<string> Custom { get; init; } = [];

    /// <summary>Globs of the names that are passed on; all when empty.</summary>
    public IReadOnlyList<string> Allowlist { get; init; } = [];

    /// <summary>Globs of the names that are not; stronger than the others.</summary>
    public IReadOnlyList<string> Denylist { get; init; } = [];

    /// <summary>Whether both say the same, list by list: settings that were read again are not other settings.</summary>
    public bool Equals(EnvironmentSettings? other) =>
        other is not null && Pristine == other.Pristine
        && Custom.SequenceEqual(other.Custom, StringComparer.Ordinal)
        && Allowlist.SequenceEqual(other.Allowlist, StringComparer.Ordinal)
        && Denylist.SequenceEqual(other.Denylist, StringComparer.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Pristine, Custom.Count, Allowlist.Count, Denylist.Count);
}

/// <summary>The one child that the program supervises, as the top-level <c>exec</c> block spells it; immutable.</summary>
public sealed record ExecSettings
{
    /// <summary>The child's program.</summary>
    public required CommandLine Command { get; init; }

    /// <summary>What its environment holds.</summary>
    public EnvironmentSettings Env { get; init; } = new();

    /// <summary>The signal that tells it of changed files; null: it is ended and started anew.</summary>
    public SignalName? ReloadSignal { get; init; }

    /// <summary>The signal that asks it to end. Default SIGINT.</summary>
    public SignalName KillSignal { get; init; } = SignalName.Interrupt;

    /// <summary>How long it may take to end after that, before it is killed. Default 30 s.</summary>
    public TimeSpan KillTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest random time that it is reloaded or ended later, so that hosts do not do it together. Default 0.</summary>
    public TimeSpan Splay { get; init; }

    /// <summary>How long it may run in all. Default 0: for ever.</summary>
    public TimeSpan Timeout { get; init; }
}
