using ConsulRender.Consul;
using ConsulRender.Consul.Dependencies;
using ConsulRender.Groups;

namespace ConsulRender;

/// <content>The first part of a turn: groups with news are evaluated, and those that nothing can complete are failed.</content>
public sealed partial class Runner
{
    // Returns whether anything else is used now.
    private bool Evaluate()
    {
        var changed = false;
        var before = _evaluation;
        _evaluation = TimeSpan.Zero;
        foreach (var group in _groups)
        {
            if (group.IsEvaluationDue && !IsFinished(group))
            {
                var used = group.Used;
                var began = _timeProvider.GetTimestamp();
                Tell(group.Evaluate(_snapshot, _now) ?? FailWithoutHope(group) ?? FailOnAbsent(group));
                _evaluation += _timeProvider.GetElapsedTime(began);
                changed |= !ReferenceEquals(used, group.Used);
            }
        }

        _evaluation = _evaluation > TimeSpan.Zero ? _evaluation : before;
        return changed;
    }

    // Nothing will ever bring what cannot be watched.
    private ApplyOutcome.Failed? FailWithoutHope(OutputGroup group)
    {
        var hopeless = group.Missing.Where(missing => !CanBeWatched(missing.Dependency)).ToList();
        return hopeless.Count == 0
            ? FailForGood(group)
            : group.Fail(FailureKind.Template, string.Join('\n', hopeless.Select(missing =>
                $"{missing.Position}: {missing.Dependency} is not in the snapshot; add it{(missing.Dependency is FileText ? "" : ", or use key_or_default")}")));
    }

    // A question that nobody asks again for a while, or that was given up, fails also the group that comes upon it later.
    private ApplyOutcome.Failed? FailForGood(OutputGroup group)
    {
        if (_options.Once)
        {
            foreach (var (dependency, position, _) in group.Missing)
            {
                if (_troubles.Of(dependency) is { IsLasting: true } trouble && _coldStart?.MayAnswer(dependency) != true)
                {
                    return group.Fail(dependency is FileText ? FailureKind.Template : FailureKind.Consul, $"{position}: {dependency}: {trouble.Message}");
                }
            }
        }

        return null;
    }

    // It stays watched, so the group heals when the thing appears.
    private static ApplyOutcome.Failed? FailOnAbsent(OutputGroup group)
    {
        if (!group.FailsOnAbsent || !group.Missing.Any(missing => missing.IsAbsent))
        {
            return null;
        }

        var absent = group.Missing.Where(missing => missing.IsAbsent).Select(missing =>
            $"{missing.Position}: {missing.Dependency}: there is no such {(missing.Dependency is FileText ? "file" : "key")}, and err_on_failed_lookup does not wait for it");
        return group.Fail(FailureKind.Template, string.Join('\n', absent));
    }

    private bool CanBeWatched(Dependency dependency) => dependency is ConsulQuery ? _agents is not null : !_snapshot.Answers(dependency);

    private bool IsFinished(OutputGroup group) => _options.Once && group.Outcome is not null;
}
