namespace ConsulRender.Bench;

/// <summary>What issue 4 asks for at one size, in the units of the rows; immutable.</summary>
internal sealed record ScaleTargets
{
    /// <summary>Connections before anything has changed, and the most ever.</summary>
    public (Target Quiet, Target Most) Connections { get; private init; } = (Target.None, Target.None);

    /// <summary>Seconds until the first complete file.</summary>
    public Target FirstFile { get; private init; } = Target.None;

    /// <summary>Milliseconds from an isolated change to the file.</summary>
    public (Target P50, Target P99) Isolated { get; private init; } = (Target.None, Target.None);

    /// <summary>Milliseconds from a change of a service that changed in the last minute to the file, p50.</summary>
    public Target Repeated { get; private init; } = Target.None;

    /// <summary>The agent's CPU, % of a core.</summary>
    public (Target Idle, Target Busy) AgentCpu { get; private init; } = (Target.None, Target.None);

    /// <summary>The daemon's CPU, % of a core.</summary>
    public (Target Idle, Target Busy) OwnCpu { get; private init; } = (Target.None, Target.None);

    /// <summary>Resident MB, and the most ever.</summary>
    public (Target Now, Target Peak) Resident { get; private init; } = (Target.None, Target.None);

    /// <summary>The targets of a size; a size that the issue does not name has none.</summary>
    public static ScaleTargets Of(ScaleSize size) => (size.Services, size.Instances, size.IsTls) switch
    {
        (190, 5, false) => new() { Connections = (Target.None, Target.AtMost(64)), Resident = (Target.AtMost(30), Target.None) },
        (1_000, 5, false) => Main with
        {
            Connections = Plaintext,
            FirstFile = Target.AtMost(1),
            Isolated = (Target.AtMost(60), Target.AtMost(250)),
            Repeated = Target.AtMost(10),
        },
        (1_000, 5, true) => Main with
        {
            Connections = (Target.None, Target.AtMost(6)),
            FirstFile = Target.AtMost(1),
            Isolated = (Target.AtMost(5), Target.AtMost(20)),
        },
        (5_000, 5, false) => new()
        {
            Connections = Plaintext,
            FirstFile = Target.AtMost(5),
            Isolated = (Target.AtMost(300), Target.AtMost(1_200)),
            Resident = (Target.AtMost(150), Target.AtMost(150)),
        },
        (10_000, 2, true) => new()
        {
            Connections = (Target.None, Target.AtMost(60)),
            FirstFile = Target.AtMost(6),
            Isolated = (Target.AtMost(10), Target.AtMost(50)),
        },
        _ => new(),
    };

    private static (Target Quiet, Target Most) Plaintext => (Target.AtMost(16), Target.AtMost(64));

    private static ScaleTargets Main => new()
    {
        AgentCpu = (Target.AtMost(2), Target.AtMost(45)),
        OwnCpu = (Target.AtMost(0.5), Target.AtMost(15)),
        Resident = (Target.AtMost(60), Target.None),
    };
}
