namespace ConsulRender.Bench;

/// <summary>What one contestant showed at one size; a figure without a value is one that it could not give. Owned by the run that fills it.</summary>
internal sealed class ScaleFigures
{
    public Samples QuietConnections { get; } = new();

    public Samples MostConnections { get; } = new();

    public Samples FirstFile { get; } = new();

    public Samples Isolated { get; } = new();

    public Samples Repeated { get; } = new();

    public Samples LastChange { get; } = new();

    public Samples IdleAlone { get; } = new();

    public Samples BusyAlone { get; } = new();

    public CpuFigures Idle { get; } = new();

    public CpuFigures Busy { get; } = new();

    public Samples Resident { get; } = new();

    public Samples Peak { get; } = new();

    public Samples Refused { get; } = new();

    public Samples Differences { get; } = new();
}

/// <summary>CPU of the agent and of the daemon over the same time, % of one core.</summary>
internal sealed class CpuFigures
{
    public Samples Agent { get; } = new();

    public Samples Own { get; } = new();
}
