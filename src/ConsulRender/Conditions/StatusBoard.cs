using ConsulRender.Consul;
using ConsulRender.Consul.Dependencies;
using ConsulRender.Groups;
using ConsulRender.Processes;
using ConsulRender.Templating;

namespace ConsulRender.Conditions;

/// <summary>What the last status said of each group, so that what has not changed is said by the same object, and a condition keeps the time when it began. Owned by the <see cref="Runner"/>.</summary>
/// <param name="timeProvider">Whose time conditions begin at.</param>
/// <param name="keepsDataTime">Whether to find out how old the data of groups are, which a short run does not need.</param>
internal sealed class StatusBoard(TimeProvider timeProvider, bool keepsDataTime)
{
    private IReadOnlyList<OutputGroup> _groups = [];
    private Entry[] _entries = [];
    private Condition _condition = Condition.Unknown;

    /// <summary>How all groups and the child are together.</summary>
    /// <param name="groups">What <see cref="Tell"/> gave.</param>
    /// <param name="child">The child's status.</param>
    public Condition Judge(IReadOnlyList<GroupStatus> groups, ChildStatus? child)
    {
        GroupStatus? worst = null;
        foreach (var group in groups)
        {
            worst = worst is null || group.Condition.State > worst.Condition.State ? group : worst;
        }

        if (child?.State == ChildState.Ended)
        {
            return _condition = Begun(ConditionState.Degraded, ConditionReason.Crashed, () => "the supervised child has ended", null, _condition);
        }

        if (worst is not { Condition: { State: not ConditionState.Healthy } condition })
        {
            return _condition = Begun(ConditionState.Healthy, ConditionReason.None, () => "", null, _condition);
        }

        // Somebody else may be the worst by now, and it goes on all the same.
        var since = condition.State == _condition.State ? _condition.Since : timeProvider.GetUtcNow();
        return _condition = new Condition(condition.State, condition.Reason, since, () => Named(worst)) { NextTry = condition.NextTry, Trouble = condition.Trouble };
    }

    /// <summary>The status of each group; the same object while nothing changes.</summary>
    /// <param name="groups">The groups of the loop.</param>
    /// <param name="snapshot">The readings.</param>
    /// <param name="troubles">What cannot be read.</param>
    /// <param name="before">What the last call gave.</param>
    /// <param name="shown">What may be shown of what a group waits for.</param>
    public IReadOnlyList<GroupStatus> Tell(
        IReadOnlyList<OutputGroup> groups,
        Snapshot snapshot,
        IReadOnlyDictionary<Dependency, DependencyTrouble> troubles,
        IReadOnlyList<GroupStatus> before,
        Func<OutputGroup, IReadOnlyList<MissingDependency>> shown)
    {
        var isNew = !ReferenceEquals(groups, _groups);
        if (isNew)
        {
            Take(groups);
        }

        GroupStatus[]? told = null;
        for (var index = 0; index < groups.Count; index++)
        {
            var entry = _entries[index];
            if (Update(entry, groups[index], shown(groups[index]), snapshot, troubles) || isNew)
            {
                told ??= [.. _entries.Select(one => one.Status)];
                told[index] = entry.Status;
            }
        }

        return told ?? before;
    }

    // A group of the same name goes on, whatever became of its templates.
    private void Take(IReadOnlyList<OutputGroup> groups)
    {
        var known = new Dictionary<(bool, string), Entry>();
        for (var index = 0; index < _groups.Count; index++)
        {
            known[(_groups[index].IsNamed, _groups[index].Name)] = _entries[index];
        }

        _groups = groups;
        _entries = [.. groups.Select(group => new Entry { Status = known.GetValueOrDefault((group.IsNamed, group.Name))?.Status ?? new GroupStatus(group.Name, null, []) })];
    }

    // Returns whether anything is to be said anew.
    private bool Update(
        Entry entry, OutputGroup group, IReadOnlyList<MissingDependency> missing, Snapshot snapshot, IReadOnlyDictionary<Dependency, DependencyTrouble> troubles)
    {
        var status = entry.Status;
        var usesOthers = !ReferenceEquals(entry.Used, group.Used);
        var isSame = !usesOthers && ReferenceEquals(entry.Troubles, troubles) && ReferenceEquals(status.Outcome, group.Outcome) && ReferenceEquals(status.Missing, missing)
            && ReferenceEquals(entry.History, group.History) && entry.RetryAt == group.RetryAt && entry.NewsTime == group.NewsTime && status.Files == group.FileCount && status.StaleAsOf == group.StaleAsOf && ReferenceEquals(status.RolledBack, group.RolledBack);
        if (isSame)
        {
            return false;
        }

        var trouble = usesOthers || !ReferenceEquals(entry.Troubles, troubles) ? Find(group.Used, troubles) : entry.Trouble;
        var dataTime = !keepsDataTime ? null : usesOthers ? NewestOf(group.Used, snapshot) : Later(status.DataTime, group.NewsTime);
        var nextTry = entry.RetryAt == group.RetryAt ? entry.NextTry : group.NextTry;
        (entry.Used, entry.Troubles, entry.Trouble, entry.History, entry.RetryAt, entry.NewsTime, entry.NextTry) =
            (group.Used, troubles, trouble, group.History, group.RetryAt, group.NewsTime, nextTry);
        entry.Status = new GroupStatus(group.Name, group.Outcome, missing)
        {
            Files = group.FileCount,
            Condition = Judge(group, missing, entry, status.Condition),
            Hold = group.Hold,
            LastApply = group.History.Applied,
            LastCheck = group.History.Check,
            LastReload = group.History.Reload,
            DataTime = dataTime,
            StaleAsOf = group.StaleAsOf,
            RolledBack = group.RolledBack,
        };
        return true;
    }

    private Condition Judge(OutputGroup group, IReadOnlyList<MissingDependency> missing, Entry entry, Condition before)
    {
        if (group.RolledBack is { } rolledBack)
        {
            return new Condition(ConditionState.Degraded, ConditionReason.RolledBack, rolledBack.Since, () => $"{rolledBack}; 'consulrender release {group.Name}' makes it follow the data again");
        }

        if (group.Outcome is ApplyOutcome.Failed failed)
        {
            // It began when the guards first refused, whatever was refused before.
            return group.Hold is { } hold ? new Condition(ConditionState.Degraded, ConditionReason.Guard, hold.Since, () => failed.Message) { NextTry = hold.Expires }
                : Begun(ConditionState.Degraded, ReasonOf(failed.Kind), () => failed.Message, null, before, entry.NextTry);
        }

        var troubles = entry.Troubles!;
        if (group.StaleAsOf is { } asOf && missing.Count == 0)
        {
            var reason = entry.Trouble is { } known ? $"{known.Key}: {known.Value.Message}" : "no answer from Consul yet";
            return Begun(ConditionState.Degraded, ConditionReason.Stale, () => $"stale data of {Rfc3339.Format(asOf)} ({reason})", entry.Trouble?.Value, before);
        }

        if (entry.Trouble is { } trouble)
        {
            return Begun(
                ConditionState.Degraded,
                trouble.Key is FileText ? ConditionReason.File : ConditionReason.Consul,
                () => missing.Count > 0 ? RunnerStatus.Waits(missing, troubles) : $"{trouble.Key}: {trouble.Value.Message}",
                trouble.Value,
                before);
        }

        var isAbsent = missing.Any(one => one.IsAbsent);
        if (isAbsent || (group.Outcome is null && missing.Count > 0))
        {
            return Begun(ConditionState.Waiting, isAbsent ? ConditionReason.Missing : ConditionReason.Starting, () => RunnerStatus.Waits(missing, troubles), null, before);
        }

        // The files of one that waits only for its first answer to a new question are as right as they were.
        return group.Outcome is null
            ? Begun(ConditionState.Waiting, ConditionReason.Starting, () => "not written yet", null, before)
            : Begun(ConditionState.Healthy, ConditionReason.None, () => "", null, before);
    }

    private Condition Begun(ConditionState state, ConditionReason reason, Func<string> words, DependencyTrouble? trouble, Condition before, DateTimeOffset? nextTry = null)
    {
        var goesOn = before.State == state && before.Reason == reason && before.Since != default;
        return new Condition(state, reason, goesOn ? before.Since : trouble?.Since ?? timeProvider.GetUtcNow(), words) { Trouble = trouble, NextTry = nextTry };
    }

    private static string Named(GroupStatus group)
    {
        var message = group.Condition.Message;
        return message.StartsWith(group.Name, StringComparison.Ordinal) ? message : $"{group.Name}: {message}";
    }

    private static ConditionReason ReasonOf(FailureKind kind) => kind switch
    {
        FailureKind.Template => ConditionReason.Template,
        FailureKind.Consul => ConditionReason.Consul,
        FailureKind.Guard => ConditionReason.Guard,
        FailureKind.Destination => ConditionReason.Destination,
        FailureKind.Check => ConditionReason.Check,
        FailureKind.Reload => ConditionReason.Reload,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "a failure without a condition"),
    };

    private static KeyValuePair<Dependency, DependencyTrouble>? Find(IReadOnlySet<Dependency> used, IReadOnlyDictionary<Dependency, DependencyTrouble> troubles)
    {
        if (troubles.Count < used.Count)
        {
            foreach (var trouble in troubles)
            {
                if (used.Contains(trouble.Key))
                {
                    return trouble;
                }
            }

            return null;
        }

        foreach (var dependency in used)
        {
            if (troubles.TryGetValue(dependency, out var trouble))
            {
                return new(dependency, trouble);
            }
        }

        return null;
    }

    private static DateTimeOffset? NewestOf(IReadOnlySet<Dependency> used, Snapshot snapshot)
    {
        DateTimeOffset? newest = null;
        foreach (var dependency in used)
        {
            newest = Later(newest, snapshot.Find(dependency)?.Time);
        }

        return newest;
    }

    private static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) => one is null || other > one ? other : one;

    /// <summary>What was last said of a group, and what it was made from.</summary>
    private sealed class Entry
    {
        public required GroupStatus Status { get; set; }

        public IReadOnlySet<Dependency>? Used { get; set; }

        public IReadOnlyDictionary<Dependency, DependencyTrouble>? Troubles { get; set; }

        public KeyValuePair<Dependency, DependencyTrouble>? Trouble { get; set; }

        public GroupHistory? History { get; set; }

        public long? RetryAt { get; set; }

        public DateTimeOffset? NextTry { get; set; }

        public DateTimeOffset? NewsTime { get; set; }
    }
}
