using ConsulRender.Journal;

namespace ConsulRender.Files;

/// <content>What is kept beside the live file: for a restore, and as a backup.</content>
internal sealed partial class Destination
{
    /// <summary>The file, and what it leads to if it is a link: beside them a killed process may have left something.</summary>
    public IEnumerable<string> Places()
    {
        try
        {
            return [_path, SymbolicLinks.Target(_path)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [_path];
        }
    }

    /// <summary>How to undo the swap that is to come; known once the text is staged.</summary>
    public JournalFile Undoing()
    {
        JournalFile? undoing = null;
        Try("cannot be kept for a restore", () =>
        {
            var isThere = FileSystem.Identity(_target) is not null;
            undoing = new JournalFile(isThere ? JournalFileKind.Replace : JournalFileKind.Create, _target)
            {
                Staged = _staged,
                New = FileSystem.IdentityOf(_staged!),
                Previous = isThere ? DotName.Beside(_target, DotName.Previous) : null,
            };
        });
        return undoing!;
    }

    /// <summary>Where the text of before lies until the change has proved good; null when there was none.</summary>
    public string? Previous => _previous;

    /// <summary>Keeps the live file under a second name, so that <see cref="Restore"/> needs neither space nor luck.</summary>
    public void KeepPrevious()
    {
        Try("cannot be kept for a restore", () =>
        {
            if (_staged is null || !File.Exists(_target))
            {
                return;
            }

            var previous = DotName.Beside(_target, DotName.Previous);
            File.Delete(previous);
            _previousIsCopy = FileSystem.LinkOrCopy(_target, previous);
            _previous = previous;
        });
    }

    /// <summary>Makes the previous file the backup, where one is wanted, now that the new one has proved good.</summary>
    /// <returns>Why there is none; null when there is or none is wanted.</returns>
    public string? KeepBackup()
    {
        if (!keepsBackup || !_isSwapped || _previous is null)
        {
            return null;
        }

        try
        {
            var backup = $"{_path}.bak";
            if (Directory != System.IO.Path.GetDirectoryName(backup))
            {
                // It stays beside the link, where people look for it; what the link points at may be on another file system.
                var beside = DotName.Beside(backup, DotName.Staged);
                File.Delete(beside);
                FileSystem.LinkOrCopy(_previous, beside);
                FileSystem.Rename(beside, backup);
            }
            else
            {
                FileSystem.Rename(_previous, backup);
            }

            FileSystem.FlushDirectory(System.IO.Path.GetDirectoryName(backup)!);
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return $"{new DestinationException(path, $"was replaced, but its previous text could not be kept as {path}.bak", exception).Message}";
        }
    }

    /// <summary>Removes what the apply left beside the live file.</summary>
    public void CleanUp()
    {
        Remove(ref _staged);
        Remove(ref _previous);
        (_isSwapped, _overwritten) = (false, null);
    }

    // After a power cut the copy is all there is.
    private JournalFile UndoingOverwrite(string previous)
    {
        using (var copy = File.OpenHandle(previous))
        {
            RandomAccess.FlushToDisk(copy);
        }

        FileSystem.FlushDirectory(Directory);
        return new JournalFile(JournalFileKind.Overwrite, _target)
        {
            Staged = _staged,
            Previous = previous,
            Live = FileSystem.IdentityOf(_target),
            Status = FileSystem.Status(_target),
        };
    }

    private static void Remove(ref string? leftOver)
    {
        if (leftOver is null)
        {
            return;
        }

        try
        {
            File.Delete(leftOver);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A dot-file that cannot be removed now is replaced by the next apply of this process.
        }

        leftOver = null;
    }
}
