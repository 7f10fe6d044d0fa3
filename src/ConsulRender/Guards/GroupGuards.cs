using ConsulRender.Consul;
using ConsulRender.Groups;
using ConsulRender.Templating;

namespace ConsulRender.Guards;

/// <summary>The guards of a group: which of them refuse its change, since when, and until when. A pure state machine, owned by its group.</summary>
internal sealed class GroupGuards(string group, IReadOnlyList<OutputFile> files, TimeProvider timeProvider)
{
    // More lines are no message that anybody reads.
    private const int MostReasons = 20;

    private readonly IReadOnlyList<TemplateGuards> _templates = [.. files.Select(file => new TemplateGuards(file))];

    // Since when each reason has stood without a break, those included whose time has run out.
    private Dictionary<GuardReason, Moment> _since = [];
    private List<GuardRefusal> _standing = [];
    private HashSet<GuardReason> _told = [];
    private GuardEnd? _end;

    // What an operator let through, until the change is in place.
    private readonly HashSet<GuardRefusal> _letThrough = [];
    private bool _isArmed;

    /// <summary>Whether an operator has let the next judged change through.</summary>
    public bool IsReleased { get; private set; }

    /// <summary>How long until the last of the guards that refuse will not any more; null when nothing is refused, or only other data can end it.</summary>
    public TimeSpan? Remaining
    {
        get
        {
            if (!_isArmed || UntilExpiry(timeProvider.GetTimestamp()) is not { } remaining)
            {
                return null;
            }

            return remaining > TimeSpan.Zero ? remaining : TimeSpan.Zero;
        }
    }

    /// <summary>What refuses the change; null when nothing does.</summary>
    public GuardHold? Hold => _standing.Count == 0 ? null : new GuardHold(Messages(), _standing.Min(refusal => SinceOf(refusal).Time), Expires);

    // By the clock that people read.
    private DateTimeOffset? Expires => _standing.TrueForAll(refusal => refusal.Hold > TimeSpan.Zero) ? _standing.Max(refusal => SinceOf(refusal).Time + refusal.Hold) : null;

    /// <summary>Takes note of a complete evaluation.</summary>
    /// <param name="renderings">What the templates made, in their order.</param>
    /// <param name="readings">What they were made of.</param>
    public void Observe(IReadOnlyList<Rendering> renderings, Snapshot readings)
    {
        // It is due to be judged now, and no more by time alone.
        _isArmed = false;
        var now = Moment.Now(timeProvider);
        for (var index = 0; index < _templates.Count; index++)
        {
            _templates[index].Observe(new Candidate(renderings[index], readings), now);
        }
    }

    /// <summary>Takes note of a reading that came.</summary>
    public void Note(Reading reading)
    {
        var now = Moment.Now(timeProvider);
        foreach (var template in _templates)
        {
            template.Note(reading, now);
        }
    }

    /// <summary>Says that what was rendered is gone.</summary>
    public void Forget()
    {
        foreach (var template in _templates)
        {
            template.Forget();
        }
    }

    /// <summary>Says that the evaluation gave no change, so that there is none which could be let through.</summary>
    public void Cancel() => (IsReleased, _isArmed) = (false, false);

    /// <summary>Judges the change that was observed last.</summary>
    /// <param name="pending">Its files.</param>
    /// <returns>The failure that it ends with; null when it may be made.</returns>
    public ApplyOutcome.Failed? Judge(IReadOnlyList<PendingFile> pending)
    {
        var now = Moment.Now(timeProvider);
        var refusals = _templates.SelectMany(template => template.Judge(pending, now)).ToList();
        _since = refusals.DistinctBy(refusal => refusal.Reason).ToDictionary(refusal => refusal.Reason, refusal => refusal.Since ?? _since.GetValueOrDefault(refusal.Reason, now));
        _standing = refusals.FindAll(refusal => !_letThrough.Contains(refusal) && !HasExpired(refusal, now.Timestamp));
        if (IsReleased)
        {
            IsReleased = false;
            _letThrough.UnionWith(_standing);
            _standing = [];
        }

        return _standing.Count == 0 ? Pass(refusals) : Refuse();
    }

    /// <summary>Takes note of how the attempt to make the change ended.</summary>
    public void Settle(ApplyOutcome outcome)
    {
        if (outcome is ApplyOutcome.Applied or ApplyOutcome.Unchanged)
        {
            _letThrough.Clear();

            // What compares with before begins anew; what does not goes on being refused, or let through, as it was.
            _since = _since.Where(since => !since.Key.IsRelative).ToDictionary();
            foreach (var template in _templates)
            {
                template.Accept();
            }
        }

        _isArmed = outcome is ApplyOutcome.Failed { Kind: FailureKind.Guard };
    }

    /// <summary>Says of what readings the files were made that are in place from before this run.</summary>
    public void Accept(IReadOnlyDictionary<Dependency, Reading> readings)
    {
        foreach (var template in _templates)
        {
            template.Accept(readings);
        }
    }

    /// <summary>Lets the next judged change through, once.</summary>
    /// <returns>Whether anything was held.</returns>
    public bool Release()
    {
        IsReleased |= _standing.Count > 0;
        return IsReleased;
    }

    /// <summary>How the last hold ended, told once; null when there is nothing new.</summary>
    public GuardEnd? TakeEnd()
    {
        var end = _end;
        _end = null;
        return end;
    }

    /// <summary>Goes on from where the guards stood before the settings were read again.</summary>
    public void TakeOver(GroupGuards before)
    {
        foreach (var template in _templates)
        {
            if (before._templates.FirstOrDefault(known => known.Template == template.Template) is { } known)
            {
                template.TakeOver(known);
            }
        }

        (_since, _standing, _told) = (before._since, before._standing, before._told);
    }

    private ApplyOutcome.Failed Refuse()
    {
        var isTold = _standing.TrueForAll(refusal => _told.Contains(refusal.Reason));
        _told.UnionWith(_standing.Select(refusal => refusal.Reason));
        return new ApplyOutcome.Failed(FailureKind.Guard, string.Join('\n', Messages()))
        {
            IsTold = isTold,
            Advice = $"; the old state stays until the guards pass{(Expires is { } expires ? $", at the latest until {Rfc3339.Format(expires)}" : "")}, or until \"consulrender release {group}\"",
        };
    }

    private ApplyOutcome.Failed? Pass(List<GuardRefusal> refusals)
    {
        if (_told.Count > 0)
        {
            _told = [];
            _end = refusals.Count == 0 ? new GuardEnd($"{group}: the guards pass again", IsLetThrough: false)
                : refusals.Exists(_letThrough.Contains) ? new GuardEnd($"{group}: the change that its guards refused is let through, because it was released", IsLetThrough: true)
                : new GuardEnd($"{group}: the change that its guards refused is let through, because its time has run out", IsLetThrough: true);
        }

        return null;
    }

    private List<string> Messages()
    {
        var messages = _standing.ConvertAll(refusal => refusal.Message);
        if (messages.Count > MostReasons)
        {
            var more = $"{group}: and {messages.Count - MostReasons + 1} reasons more";
            messages.RemoveRange(MostReasons - 1, messages.Count - MostReasons + 1);
            messages.Add(more);
        }

        return messages;
    }

    private TimeSpan? UntilExpiry(long now)
    {
        TimeSpan? longest = null;
        foreach (var refusal in _standing)
        {
            if (refusal.Hold == TimeSpan.Zero)
            {
                return null;
            }

            var remaining = refusal.Hold - timeProvider.GetElapsedTime(SinceOf(refusal).Timestamp, now);
            longest = longest is { } known && known > remaining ? known : remaining;
        }

        return longest;
    }

    private bool HasExpired(GuardRefusal refusal, long now) =>
        refusal.Hold > TimeSpan.Zero && timeProvider.GetElapsedTime(SinceOf(refusal).Timestamp, now) >= refusal.Hold;

    private Moment SinceOf(GuardRefusal refusal) => _since[refusal.Reason];
}
