using ConsulRender.Consul;
using ConsulRender.Guards;

namespace ConsulRender.Groups;

/// <content>What keeps a suspicious change from being made.</content>
internal sealed partial class OutputGroup
{
    // Made at the start when the settings name any guard, else when there is something to refuse.
    private GroupGuards? _guards = files.Any(file => file.Guard.IsSet) ? new GroupGuards(name, files, timeProvider) : null;

    /// <summary>Why, since when and until when the change is held by its guards; null when it is not.</summary>
    public GuardHold? Hold => Outcome is ApplyOutcome.Failed { Kind: FailureKind.Guard } ? _guards?.Hold : null;

    /// <summary>Why the pending files must not be written whatever was accepted before, because there is nothing in them; null when they may.</summary>
    public ApplyOutcome.Failed? Emptiness(IReadOnlyList<PendingFile> pending) =>
        files.SelectMany((file, index) => file.Emptiness(_pending[index], pending)).FirstOrDefault() is { } reason
            ? new ApplyOutcome.Failed(FailureKind.Guard, reason)
            : null;

    /// <summary>Why the guards refuse the pending files; null when they let them through.</summary>
    public ApplyOutcome.Failed? Judge(IReadOnlyList<PendingFile> pending)
    {
        if (_guards is null)
        {
            if (_pending.TrueForAll(rendering => rendering.FailedAsserts.Count == 0) && Emptiness(pending) is null)
            {
                return null;
            }

            _guards = new GroupGuards(name, files, timeProvider);
            _guards.Observe(_pending, Snapshot.Empty);
        }

        return _guards.Judge(pending);
    }

    /// <summary>Takes note of a reading that the group used, before it is evaluated with it.</summary>
    public void Note(Reading reading) => _guards?.Note(reading);

    /// <summary>Whether any guard compares with what was accepted before.</summary>
    public bool HasGuards => _guards is not null;

    /// <summary>Says of what readings the files were made that are in place from before this run, whichever of them the group will use.</summary>
    public void Accept(IReadOnlyDictionary<Dependency, Reading> readings) => _guards?.Accept(readings);

    /// <summary>Lets the change that its guards hold through, once, as it is when it is evaluated next, which is at once.</summary>
    /// <returns>Whether anything was held.</returns>
    public bool Release()
    {
        if (Hold is null || _guards?.Release() != true)
        {
            return false;
        }

        LookAgain();
        return true;
    }

    /// <summary>How the last hold by the guards ended, told once; null when there is nothing new.</summary>
    public GuardEnd? TakeGuardEnd() => _guards?.TakeEnd();

    private void TakeOverGuards(OutputGroup before)
    {
        if (before._guards is null)
        {
            return;
        }

        if (_guards is null)
        {
            _guards = new GroupGuards(name, files, timeProvider);
            if (IsComplete)
            {
                _guards.Observe(_pending, Snapshot.Empty);
            }
        }

        _guards.TakeOver(before._guards);
    }
}
