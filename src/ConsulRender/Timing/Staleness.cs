using ConsulRender.Consul;
using ConsulRender.Templating;

namespace ConsulRender.Timing;

/// <summary>Whether a group's last evaluation is out of date, and when to repeat it. A pure state machine, owned by its group.</summary>
/// <remarks>
/// A group that waits for hundreds of first answers is not evaluated for each of them: only when all have come, or
/// <see cref="Patience"/> after the first, so that one slow answer does not hold up the discovery of further dependencies.
/// </remarks>
internal sealed class Staleness(TimeProvider timeProvider)
{
    /// <summary>How long news wait for the other first answers.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(50);

    private readonly HashSet<Dependency> _unanswered = [];
    private long? _staleSince = timeProvider.GetTimestamp();

    /// <summary>How long until the group is to be evaluated again: zero for now, null when it is up to date.</summary>
    public TimeSpan? Remaining
    {
        get
        {
            if (_staleSince is not { } since)
            {
                return null;
            }

            var remaining = _unanswered.Count == 0 ? TimeSpan.Zero : Patience - timeProvider.GetElapsedTime(since);
            return remaining > TimeSpan.Zero ? remaining : TimeSpan.Zero;
        }
    }

    /// <summary>Whether first answers are still to come.</summary>
    public bool IsWaiting => _unanswered.Count > 0;

    /// <summary>Says that a dependency which the group used has a new reading.</summary>
    public void Touch(Dependency dependency)
    {
        _unanswered.Remove(dependency);
        _staleSince ??= timeProvider.GetTimestamp();
    }

    /// <summary>Says that the group is to be evaluated again although nothing is new.</summary>
    public void Touch() => _staleSince ??= timeProvider.GetTimestamp();

    /// <summary>Says that the group was evaluated and what it still needs.</summary>
    public void Clear(IEnumerable<MissingDependency> missing)
    {
        _staleSince = null;
        _unanswered.Clear();
        foreach (var dependency in missing)
        {
            if (!dependency.IsAbsent)
            {
                _unanswered.Add(dependency.Dependency);
            }
        }
    }
}
