using ConsulRender.Consul;
using ConsulRender.Consul.Dependencies;
using ConsulRender.Guards;
using ConsulRender.Templating;

namespace ConsulRender;

/// <summary>What the loop last did, per group; immutable, published after every turn.</summary>
/// <param name="Groups">One entry for each group, in the order of the settings.</param>
/// <param name="Troubles">Dependencies whose last query failed, with the reason in one line.</param>
public sealed record RunnerStatus(IReadOnlyList<GroupStatus> Groups, IReadOnlyDictionary<Dependency, string> Troubles)
{
    /// <summary>How agents with more questions than connections are watched, in words for an operator; empty while each question is followed by itself.</summary>
    public IReadOnlyList<string> Watching { get; init; } = [];

    /// <summary>The supervised child; null when there is none.</summary>
    public ChildStatus? Child { get; init; }

    /// <summary>The status before the first turn.</summary>
    public static RunnerStatus Empty { get; } = new([], new Dictionary<Dependency, string>());

    /// <summary>One sentence for each dependency that a group waits for, with the reason.</summary>
    public IEnumerable<string> WaitingFor() =>
        Groups.SelectMany(group => group.Missing).DistinctBy(missing => missing.Dependency).Select(Describe);

    /// <summary>One sentence for each dependency that this group waits for, with the reason.</summary>
    public IEnumerable<string> WaitingFor(GroupStatus group) => group.Missing.Select(Describe);

    /// <summary>The sentence about one of them.</summary>
    public string Describe(MissingDependency missing)
    {
        if (missing.IsHidden)
        {
            return $"something that is not shown, at {missing.Position}";
        }

        var reason = missing.Dependency is FileText ? FileReason(missing)
            : missing.IsAbsent ? "Consul has no such key"
            : Troubles.TryGetValue(missing.Dependency, out var trouble) ? trouble
            : "no answer from Consul yet";
        return $"{missing.Dependency} at {missing.Position} ({reason})";
    }

    private string FileReason(MissingDependency missing) =>
        Troubles.TryGetValue(missing.Dependency, out var trouble) ? trouble
        : missing.IsAbsent ? "there is no such file"
        : "not read yet";
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

    /// <summary>Whether nothing is missing and the last apply did not fail.</summary>
    public bool IsUpToDate => Missing.Count == 0 && Outcome is ApplyOutcome.Applied or ApplyOutcome.Unchanged;
}
