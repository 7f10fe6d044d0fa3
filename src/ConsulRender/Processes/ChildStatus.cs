namespace ConsulRender.Processes;

/// <summary>What the supervised child does; immutable.</summary>
/// <param name="State">Where it is in its life.</param>
/// <param name="ProcessId">Its process; null while there is none.</param>
/// <param name="Starts">How often it was started.</param>
public sealed record ChildStatus(ChildState State, int? ProcessId, int Starts);

/// <summary>Where the supervised child is in its life.</summary>
public enum ChildState
{
    /// <summary>Not every file is in place yet.</summary>
    Waiting,

    /// <summary>It runs.</summary>
    Running,

    /// <summary>It was asked to end.</summary>
    Ending,

    /// <summary>It ended by itself, or its time was over.</summary>
    Ended,
}
