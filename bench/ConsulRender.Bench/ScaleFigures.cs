namespace ConsulRender.Bench;

/// <summary>What one contestant showed at one size; a figure without a value is one that it could not give. Owned by the run that fills it.</summary>
internal sealed class ScaleFigures
{
    /// <summary>Connections before anything has changed.</summary>
    public Samples QuietConnections { get; } = new();

    /// <summary>The most connections that were seen.</summary>
    public Samples MostConnections { get; } = new();

    /// <summary>Seconds from the start to the first complete file.</summary>
    public Samples FirstFile { get; } = new();

    /// <summary>Milliseconds from a change of tags or of a node to the file.</summary>
    public Samples IsolatedRare { get; } = new();

    /// <summary>Milliseconds from a change of a quiet service's port or check to the file.</summary>
    public Samples Isolated { get; } = new();

    /// <summary>Milliseconds from a change of a service that has just changed to the file.</summary>
    public Samples Repeated { get; } = new();

    /// <summary>Milliseconds from the last change under load to a file with all of them.</summary>
    public Samples LastChange { get; } = new();

    /// <summary>The agent's CPU with nobody watching and nothing changing, % of one core.</summary>
    public Samples IdleAlone { get; } = new();

    /// <summary>The agent's CPU with nobody watching under load.</summary>
    public Samples BusyAlone { get; } = new();

    /// <summary>CPU while nothing changes.</summary>
    public CpuFigures Idle { get; } = new();

    /// <summary>CPU under load.</summary>
    public CpuFigures Busy { get; } = new();

    /// <summary>MB resident at the end.</summary>
    public Samples Resident { get; } = new();

    /// <summary>The most MB that were resident.</summary>
    public Samples Peak { get; } = new();

    /// <summary>Questions of other clients that the agent refused.</summary>
    public Samples Refused { get; } = new();

    /// <summary>Lines in which the file differs from a fresh run's.</summary>
    public Samples Differences { get; } = new();
}

/// <summary>CPU of two processes over the same time, % of one core; owned by the run that fills it.</summary>
internal sealed class CpuFigures
{
    /// <summary>The agent's.</summary>
    public Samples Agent { get; } = new();

    /// <summary>The daemon's.</summary>
    public Samples Own { get; } = new();
}
