using System.Globalization;
using ConsulRender.Files;
using ConsulRender.State;

namespace ConsulRender.Journal;

/// <summary>The journal of one group: says on disk how to undo the change that is under way, and that a reload is owed. Owned by its group.</summary>
internal sealed class GroupJournal(StateDirectory state, string key, string group, bool isQuiet)
{
    private readonly string _path = Path.Combine(state.JournalFolder, string.Create(CultureInfo.InvariantCulture, $"{key}.{Environment.ProcessId}"));

    // What other processes did not live to finish.
    private readonly List<InterruptedChange> _interrupted = [];

    // What is on disk of this process.
    private JournalEntry? _entry;
    private bool _isThere;
    private bool _hasWarned;

    /// <summary>Whether the reloads are to run although no file differs.</summary>
    public bool OwesReload => _entry is { OwesReload: true } || _interrupted.Exists(change => change.Entry.OwesReload);

    /// <summary>Whether a change is under way, or could not be undone.</summary>
    public bool IsOpen => _entry is { Files.Count: > 0 };

    /// <summary>Takes a change that another process did not finish.</summary>
    public void Inherit(InterruptedChange change) => _interrupted.Add(change);

    /// <summary>Takes the place of the journal of a group with other files.</summary>
    public void TakeOver(GroupJournal before)
    {
        _interrupted.AddRange(before._interrupted);
        if (before._entry is { } entry)
        {
            (_entry, _isThere) = before._path == _path ? (entry, true) : (null, _isThere);
            _interrupted.AddRange(before._path == _path ? [] : [new InterruptedChange(before._path, entry)]);
        }
    }

    /// <summary>Tries again to undo what another process did not finish.</summary>
    /// <returns>Why the files may still be a mixture; null when they are not.</returns>
    public string? Undo() => _interrupted.Count == 0 ? null : _interrupted.Select(change => change.Undo()).FirstOrDefault(problem => problem is not null);

    /// <summary>Says how to undo a change, before its first file is swapped.</summary>
    /// <param name="files">Its files.</param>
    /// <param name="hasReload">Whether a reload command follows.</param>
    /// <param name="owesReload">Whether one was owed before.</param>
    /// <returns>What the operator should know, such as that it cannot be written; null mostly.</returns>
    public string? Begin(IReadOnlyList<JournalFile> files, bool hasReload, bool owesReload) => Write(Entry(files) with
    {
        IsDurable = files.Count > 1,
        HasReload = hasReload,
        OwesReload = owesReload,
    });

    /// <summary>Says that a file is about to be overwritten in place, with or without a change that was begun.</summary>
    /// <returns>What the operator should know; null mostly.</returns>
    public string? Overwrite(JournalFile file)
    {
        var entry = _entry ?? Entry([]);
        return Write(entry with { IsDurable = true, Files = [.. entry.Files.Where(other => other.Target != file.Target), file] });
    }

    /// <summary>Says that a program may have read the new files, before they are undone.</summary>
    public void MarkReloadBegun()
    {
        if (_entry is { Files.Count: > 0, IsReloadBegun: false })
        {
            Write(_entry with { IsReloadBegun = true });
        }
    }

    /// <summary>Says that the files are as they were, and that the programs have yet to hear of it.</summary>
    public void Owe()
    {
        if (_entry is not null)
        {
            Write(_entry with { IsReloadBegun = true, OwesReload = true, Files = [] });
        }
    }

    /// <summary>Says that the change is made, or undone, and that the programs know.</summary>
    public void End()
    {
        Remove();
        _interrupted.ForEach(change => change.End());
        _interrupted.Clear();
    }

    /// <summary>Says that the files are as they were before a change that no program has heard of.</summary>
    public void Drop()
    {
        if (_entry is { OwesReload: true })
        {
            Owe();
        }
        else
        {
            Remove();
        }
    }

    // Durable, where what is kept beside the files goes next: a journal that came back after a power cut would undo half of a change that was made.
    private void Remove()
    {
        if (!_isThere)
        {
            return;
        }

        var isDurable = _entry is { IsDurable: true };
        (_entry, _isThere) = (null, false);
        try
        {
            File.Delete(_path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A disk that has become read-only takes no changes, either.
        }

        if (isDurable)
        {
            FileSystem.FlushDirectory(state.JournalFolder);
        }
    }

    private JournalEntry Entry(IReadOnlyList<JournalFile> files) => new() { Group = group, Key = key, Writer = ProcessMark.Mine, Files = files };

    private string? Write(JournalEntry entry)
    {
        try
        {
            StateFile.Write(_path, JournalText.Write(entry), entry.IsDurable);
            (_entry, _isThere, _hasWarned) = (entry, true, false);
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Files that stay behind the times because the disk of the state is full are worse than a change that is not undone when a kill meets it.
            var isNew = !_hasWarned && !isQuiet;
            _hasWarned = true;
            return isNew ? $"{group}: the journal {_path} cannot be written ({exception.Message.TrimEnd('.')}); a change that a kill cuts short is not undone until it can" : null;
        }
    }
}
