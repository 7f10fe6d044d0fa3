using ConsulRender.Conditions;
using ConsulRender.Consul;
using ConsulRender.Consul.Dependencies;
using ConsulRender.Groups;
using ConsulRender.Guards;
using ConsulRender.Processes;
using ConsulRender.Templating;
using ConsulRender.Versions;

namespace ConsulRender;

/// <summary>What the loop last did, per group; immutable, published after every turn.</summary>
/// <param name="Groups">One entry for each group, in the order of the settings.</param>
/// <param name="Troubles">Dependencies whose last query failed, with the reason.</param>
public sealed record RunnerStatus(IReadOnlyList<GroupStatus> Groups, IReadOnlyDictionary<Dependency, DependencyTrouble> Troubles)
{
    /// <summary>How everything together is: as the worst of the groups, or the child.</summary>
    public Condition Condition { get; init; } = Condition.Unknown;

    /// <summary>How agents with more questions than connections are watched, in words for an operator; empty while each question is followed by itself.</summary>
    public IReadOnlyList<string> Watching { get; init; } = [];

    /// <summary>The supervised child; null when there is none.</summary>
    public ChildStatus? Child { get; init; }

    /// <summary>The status before the first turn.</summary>
    public static RunnerStatus Empty { get; } = new([], new Dictionary<Dependency, DependencyTrouble>());

    /// <summary>One sentence for each dependency that a group waits for, with the reason.</summary>
    public IEnumerable<string> WaitingFor() =>
        Groups.SelectMany(group => group.Missing).DistinctBy(missing => missing.Dependency).Select(Describe);

    /// <summary>One sentence for each dependency that this group waits for, with the reason.</summary>
    public IEnumerable<string> WaitingFor(GroupStatus group) => group.Missing.Select(Describe);

    /// <summary>The sentence about one of them.</summary>
    public string Describe(MissingDependency missing) => Describe(missing, Troubles);

    /// <summary>Why it is waited for.</summary>
    public string Reason(MissingDependency missing) => Reason(missing, Troubles);

    /// <summary>What a group waits for in one line, the first for all.</summary>
    internal static string Waits(IReadOnlyList<MissingDependency> missing, IReadOnlyDictionary<Dependency, DependencyTrouble> troubles) =>
        $"waits for {Describe(missing[0], troubles)}{(missing.Count == 1 ? "" : $" and {missing.Count - 1} more")}";

    private static string Describe(MissingDependency missing, IReadOnlyDictionary<Dependency, DependencyTrouble> troubles) => missing.IsHidden
        ? $"something that is not shown, at {missing.Position}"
        : $"{missing.Dependency} at {missing.Position} ({Reason(missing, troubles)})";

    private static string Reason(MissingDependency missing, IReadOnlyDictionary<Dependency, DependencyTrouble> troubles)
    {
        var isFile = missing.Dependency is FileText;
        return missing.IsAbsent && !isFile ? "Consul has no such key"
            : troubles.TryGetValue(missing.Dependency, out var trouble) ? trouble.Message
            : missing.IsAbsent ? "there is no such file"
            : isFile ? "not read yet"
            : "no answer from Consul yet";
    }
}

/// <summary>What the loop last did with one group; immutable.</summary>
/// <param name="Name">The group's name.</param>
/// <param name="Outcome">How the last apply ended; null before the first.</param>
/// <param name="Missing">What the group waits for; empty when it is complete.</param>
public sealed record GroupStatus(string Name, ApplyOutcome? Outcome, IReadOnlyList<MissingDependency> Missing)
{
    /// <summary>How many files it keeps up to date.</summary>
    public int Files { get; init; } = 1;

    /// <summary>Why the group's change is held by its guards; null when it is not.</summary>
    public GuardHold? Hold { get; init; }

    /// <summary>How it is: healthy, waiting or degraded; why, since when and when it is tried again.</summary>
    public Condition Condition { get; init; } = Condition.Unknown;

    /// <summary>At what earlier version it is held; null when it follows the data.</summary>
    public Rollback? RolledBack { get; init; }

    /// <summary>When its files were last changed; null when not since the start.</summary>
    public DateTimeOffset? LastApply { get; init; }

    /// <summary>The last check; null when there was none since the start.</summary>
    public CommandResult? LastCheck { get; init; }

    /// <summary>The last reload; null when there was none since the start.</summary>
    public CommandResult? LastReload { get; init; }

    /// <summary>When the newest answer that it reads arrived; null before the first.</summary>
    public DateTimeOffset? DataTime { get; init; }

    /// <summary>When the oldest of the saved readings that its files are made of was known to be so; null when Consul has answered all of it in this run.</summary>
    public DateTimeOffset? StaleAsOf { get; init; }

    /// <summary>Whether nothing is missing and the last apply did not fail.</summary>
    public bool IsUpToDate => Missing.Count == 0 && Outcome is ApplyOutcome.Applied or ApplyOutcome.Unchanged;
}
