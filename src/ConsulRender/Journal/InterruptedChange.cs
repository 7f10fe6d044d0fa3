using ConsulRender.Files;
using ConsulRender.State;

namespace ConsulRender.Journal;

/// <summary>A change that its process did not live to finish, or the reload that is owed for it: undone from its journal, which may be cut short at any point and be done again. Owned by who found it, then by its group's <see cref="GroupJournal"/>.</summary>
internal sealed class InterruptedChange(string path, JournalEntry entry)
{
    /// <summary>What its journal says now.</summary>
    public JournalEntry Entry { get; private set; } = entry;

    /// <summary>How many files were put back or taken away again.</summary>
    public int FileCount { get; private set; }

    /// <summary>Whether its files are as they were before it.</summary>
    public bool IsUndone { get; private set; }

    /// <summary>Puts back what it had changed.</summary>
    /// <returns>Why not everything is as it was; null when it is.</returns>
    public string? Undo()
    {
        // One that was undone by an earlier start, and owes its reload to a group that has not come back.
        IsUndone |= Entry is { OwesReload: true, Files.Count: 0 };
        if (IsUndone)
        {
            return null;
        }

        // Known only while nothing is undone: a program that has read the new files must hear of the old ones.
        var owesReload = Entry.OwesReload || (Entry.HasReload && (Entry.IsReloadBegun || Entry.Files.All(IsSwapped)));
        if (owesReload && !Entry.IsReloadBegun && Entry.Files.Count > 0)
        {
            TryWrite(Entry with { IsReloadBegun = true });
        }

        if (!IsLostWithPower() && PutBack() is { Count: > 0 } problems)
        {
            return $"an interrupted change of {Entry.Group} cannot be undone: {string.Join("; ", problems)}";
        }

        IsUndone = true;
        var files = Entry.Files;
        if (owesReload)
        {
            TryWrite(Entry with { OwesReload = true, Files = [] });
        }
        else
        {
            End();
        }

        // Only now: while the journal names them, they tell how far the change had come.
        foreach (var leftOver in files.SelectMany(file => new[] { file.Staged, file.Previous }).OfType<string>())
        {
            TryDelete(leftOver);
        }

        return null;
    }

    /// <summary>Forgets it: its reload has succeeded, or none is owed.</summary>
    public void End()
    {
        TryDelete(path);
        if (Entry.IsDurable)
        {
            FileSystem.FlushDirectory(Path.GetDirectoryName(path)!);
        }
    }

    // A single file is the old one or the new one by itself, and the programs began anew.
    private bool IsLostWithPower() => !Entry.IsDurable && Entry.Writer.IsOfEarlierBoot;

    private List<string> PutBack()
    {
        var problems = new List<string>();
        foreach (var file in Entry.Files.OrderByDescending(file => file.Kind == JournalFileKind.Remove))
        {
            try
            {
                FileCount += PutBack(file) ? 1 : 0;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                problems.Add(new DestinationException(file.Target, file.Previous is null ? "cannot be removed again" : $"cannot be restored; its previous text is in '{file.Previous}'", exception).Message);
            }
        }

        foreach (var directory in Entry.Files.Select(file => Path.GetDirectoryName(file.Target)!).Distinct())
        {
            FileSystem.FlushDirectory(directory);
        }

        return problems;
    }

    // What somebody else has put there since is left alone.
    private static bool PutBack(JournalFile file) => file.Kind switch
    {
        JournalFileKind.Create => file.New.IsSame(FileSystem.Identity(file.Target)) && Delete(file.Target),
        JournalFileKind.Replace => file.New.IsSame(FileSystem.Identity(file.Target)) && Rename(file),
        JournalFileKind.Remove => FileSystem.Identity(file.Target) is null && Rename(file),
        _ => file.Live.IsSame(FileSystem.Identity(file.Target)) && Overwrite(file),
    };

    private static bool Delete(string target)
    {
        File.Delete(target);
        return true;
    }

    private static bool Rename(JournalFile file)
    {
        if (FileSystem.Identity(file.Previous!) is null)
        {
            return false;
        }

        FileSystem.Rename(file.Previous!, file.Target);
        return true;
    }

    private static bool Overwrite(JournalFile file)
    {
        if (FileSystem.Identity(file.Previous!) is null)
        {
            return false;
        }

        using var previous = File.OpenHandle(file.Previous!);
        using var live = File.OpenHandle(file.Target, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        FileBytes.Overwrite(previous, live);
        new FilePermissions(null, null, null).Apply(live, file.Status);
        return true;
    }

    private static bool IsSwapped(JournalFile file) => file.Kind switch
    {
        JournalFileKind.Replace or JournalFileKind.Create => FileSystem.Identity(file.Staged!) is null,
        JournalFileKind.Remove => FileSystem.Identity(file.Target) is null,
        _ => true,
    };

    private void TryWrite(JournalEntry changed)
    {
        Entry = changed;
        try
        {
            StateFile.Write(path, JournalText.Write(changed), changed.IsDurable);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // As it is on disk it leads to the same: with nothing left to put back, and the reload owed.
        }
    }

    private static void TryDelete(string leftOver)
    {
        try
        {
            File.Delete(leftOver);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A journal leads to the same once more; a left-over of a file is searched for at each start.
        }
    }
}
