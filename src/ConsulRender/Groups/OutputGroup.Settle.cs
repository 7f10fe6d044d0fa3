using ConsulRender.Journal;

namespace ConsulRender.Groups;

/// <content>What an attempt, an earlier process or earlier settings leave behind for the next attempt.</content>
internal sealed partial class OutputGroup
{
    /// <summary>Takes note of how the attempt ended, and plans the next one if it failed.</summary>
    public void Settle(ApplyOutcome outcome)
    {
        _guards?.Settle(outcome);
        Discard();
        if (outcome is ApplyOutcome.Failed { IsSkipped: true })
        {
            _retry.Resume();
            return;
        }

        IsTriedAlone = outcome is ApplyOutcome.Failed failure && (IsTriedAlone || failure.Kind == FailureKind.Reload);
        OwesReload = outcome is ApplyOutcome.Failed problem && (problem.OwesReload || (OwesReload && problem.Kind != FailureKind.Reload));

        // The same text would be refused again.
        if (outcome is ApplyOutcome.Failed { Kind: not (FailureKind.Guard or FailureKind.Template) } or ApplyOutcome.Failed { MayPass: true })
        {
            _retry.MarkFailure(outcome is ApplyOutcome.Failed { Kind: FailureKind.Reload });
        }
        else
        {
            _retry.MarkSuccess();
        }

        History = History.After(outcome, files.Any(file => file.Check is not null), Reloads.Count > 0, timeProvider.GetUtcNow());
        if (outcome is ApplyOutcome.Applied or ApplyOutcome.Unchanged)
        {
            WasApplied = true;
            _bad.Clear();
        }

        Outcome = outcome;
    }

    /// <summary>Takes the place of the group of that name from before the settings were read again: a change of the template waits as one of the data does.</summary>
    public void TakeOver(OutputGroup before)
    {
        _interval.TakeOver(before._interval);
        (WasApplied, IsTriedAlone, OwesReload) = (before.WasApplied, before.IsTriedAlone, OwesReload || before.OwesReload);
        Outcome ??= before.Outcome;
        TakeOverGuards(before);
        History = before.History;
        if (Reloads.Select(reload => reload.Line).SequenceEqual(before.Reloads.Select(reload => reload.Line)))
        {
            _bad.TakeOver(before._bad);
            _retry.TakeOver(before._retry);
        }

        if (before.Journal is { } journal)
        {
            Journal?.TakeOver(journal);
        }
    }

    /// <summary>Whether the reload failed with these files, those of before are in use again, and it is not yet time to try these once more.</summary>
    public bool IsBad(IReadOnlyList<PendingFile> pending) => !_isRetry && !OwesReload && _bad.Is(pending);

    /// <summary>Says that the reload failed with these files, and with none of another group's.</summary>
    public void MarkBad(IReadOnlyList<PendingFile> pending)
    {
        if (_bad.Mark(pending))
        {
            // Others have a pause of their own.
            _retry.MarkSuccess();
        }
    }

    /// <summary>Takes its journal into use, and what it says of changes that other processes did not finish.</summary>
    public void Keep(GroupJournal journal)
    {
        Journal = journal;
        OwesReload |= journal.OwesReload;
    }
}
