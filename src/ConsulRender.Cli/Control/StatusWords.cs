using ConsulRender.Conditions;
using ConsulRender.Processes;

namespace ConsulRender.Cli.Control;

/// <summary>The names by which scripts and operators know conditions; they never change. Stateless.</summary>
internal static class StatusWords
{
    /// <summary>The name of a state.</summary>
    public static string Of(ConditionState state) => state switch
    {
        ConditionState.Healthy => "healthy",
        ConditionState.Waiting => "waiting",
        _ => "degraded",
    };

    /// <summary>The name of a reason.</summary>
    public static string Of(ConditionReason reason) => reason switch
    {
        ConditionReason.None => "none",
        ConditionReason.Starting => "starting",
        ConditionReason.Missing => "missing",
        ConditionReason.Consul => "consul",
        ConditionReason.File => "file",
        ConditionReason.Stale => "stale",
        ConditionReason.Template => "template",
        ConditionReason.Guard => "guard",
        ConditionReason.Destination => "destination",
        ConditionReason.Check => "check",
        ConditionReason.Reload => "reload",
        ConditionReason.RolledBack => "rolled_back",
        ConditionReason.Crashed => "crashed",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "a reason without a name"),
    };

    /// <summary>The name of what the child does.</summary>
    public static string Of(ChildState state) => state switch
    {
        ChildState.Waiting => "waiting",
        ChildState.Running => "running",
        ChildState.Ending => "ending",
        _ => "ended",
    };
}
