using ConsulRender.Files;
using ConsulRender.Journal;

namespace ConsulRender.Groups;

/// <content>All files are swapped or none; before the first, the journal says how to undo it.</content>
internal sealed partial class GroupChange
{
    // Swaps all or none. The previous files are kept, and the journal says so, only when a later step could need them.
    private ApplyOutcome.Failed? Swap()
    {
        try
        {
            if (HasChanges)
            {
                PrepareUndo();
            }

            ForItems((items, files) => items.Begin(files));
            _isRemembered = true;
            _changed.ForEach(destination => Warn(destination.Swap(group.Journal is { } journal ? file => Warn(journal.Overwrite(file)) : null)));
            _removed.ForEach(removal => removal.Swap());
            FlushDirectories();
            return null;
        }
        catch (DestinationException exception)
        {
            var problems = Restore();
            if (problems.Count == 0)
            {
                group.Journal?.Drop();
            }
            else
            {
                group.Journal?.MarkReloadBegun();
            }

            return new ApplyOutcome.Failed(FailureKind.Destination, string.Join('\n', [exception.Message, .. problems])) { OwesReload = problems.Count > 0 };
        }
    }

    private void PrepareUndo()
    {
        var areSeveral = _changed.Count + _removed.Count > 1;
        var canFail = areSeveral || group.Reloads.Count > 0;
        if (canFail && group.Journal is { } journal)
        {
            var files = _changed.ConvertAll(destination => destination.Undoing()).Concat(_removed.ConvertAll(removal => removal.Undoing()).OfType<JournalFile>());
            Warn(journal.Begin([.. files], group.Reloads.Count > 0, group.OwesReload));
        }

        _changed.FindAll(destination => canFail || destination.KeepsBackup || group.Versions is not null).ForEach(destination => destination.KeepPrevious());
        if (areSeveral && group.Journal is not null)
        {
            // After a power cut the second names must be there if any file is swapped.
            FlushDirectories();
        }
    }

    // With its reload it would disturb the program each time that news lead to it.
    private ApplyOutcome.Failed? KnownBad() => group.IsBad(_files)
        ? new ApplyOutcome.Failed(FailureKind.Reload, $"{group.Name}: the reload failed with the same files; they are tried again later, and others at once") { IsTold = true, IsSkipped = true }
        : null;

    // What another process left half-done is no ground for a change, nor for a restore.
    private ApplyOutcome.Failed? Mixed() => group.Journal?.Undo() is { } problem ? new ApplyOutcome.Failed(FailureKind.Destination, problem) : null;
}
