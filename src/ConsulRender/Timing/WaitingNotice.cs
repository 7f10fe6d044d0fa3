namespace ConsulRender.Timing;

/// <summary>Says what the groups wait for after 5 s of waiting, and again 5 s after what was said has changed. A pure state machine, owned by the loop.</summary>
internal sealed class WaitingNotice(TimeProvider timeProvider)
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    private RunnerStatus _last = RunnerStatus.Empty;
    private List<string> _waiting = [];
    private long? _since;

    /// <summary>How long until there is something to say; null when nothing waits or it was said.</summary>
    public TimeSpan? Remaining
    {
        get
        {
            if (_since is not { } since)
            {
                return null;
            }

            var remaining = _patience - timeProvider.GetElapsedTime(since);
            return remaining > TimeSpan.Zero ? remaining : TimeSpan.Zero;
        }
    }

    /// <summary>Takes note of what is waited for now.</summary>
    public void Update(RunnerStatus status)
    {
        // Hundreds of first answers make as many turns, and wording what is still missing in each would cost more than the answers.
        var isSame = IsSame(status, _last);
        _last = status;
        if (isSame)
        {
            return;
        }

        var waiting = status.WaitingFor().ToList();
        if (!waiting.SequenceEqual(_waiting))
        {
            // A reason that changes every few seconds must not put the notice off for ever.
            _since = waiting.Count == 0 ? null : _since ?? timeProvider.GetTimestamp();
            _waiting = waiting;
        }
    }

    /// <summary>What is to be said now, one sentence for each dependency; null when there is nothing.</summary>
    public IReadOnlyList<string>? Take()
    {
        if (Remaining != TimeSpan.Zero)
        {
            return null;
        }

        _since = null;
        return _waiting;
    }

    private static bool IsSame(RunnerStatus status, RunnerStatus last)
    {
        if (!ReferenceEquals(status.Troubles, last.Troubles) || status.Groups.Count != last.Groups.Count)
        {
            return false;
        }

        for (var group = 0; group < status.Groups.Count; group++)
        {
            if (!ReferenceEquals(status.Groups[group].Missing, last.Groups[group].Missing))
            {
                return false;
            }
        }

        return true;
    }
}
