using ConsulRender.State;

namespace ConsulRender.Journal;

/// <summary>Undoes, before anything else happens, the changes that killed processes left half-done. Made at the start, by the <see cref="Runner"/>.</summary>
internal sealed class Recovery
{
    private readonly List<InterruptedChange> _interrupted = [];
    private readonly List<(bool IsProblem, string Text)> _lines = [];

    /// <summary>What could not be undone yet, and whose reload is owed.</summary>
    public IReadOnlyList<InterruptedChange> Interrupted => _interrupted;

    /// <summary>What the operator should know, and whether it is a problem.</summary>
    public IReadOnlyList<(bool IsProblem, string Text)> Lines => _lines;

    /// <summary>The dot-files that journals name, which nobody else may remove.</summary>
    public IReadOnlySet<string> Named { get; private set; } = new HashSet<string>();

    /// <summary>Looks through the journals.</summary>
    public static Recovery Run(StateDirectory state)
    {
        var recovery = new Recovery();
        if (Directory.Exists(state.JournalFolder))
        {
            // Of two starts at one time the second finds nothing left to do.
            using var alone = DirectoryLock.Take(state.JournalFolder);
            recovery.LookThrough(state);
        }

        return recovery;
    }

    private void LookThrough(StateDirectory state)
    {
        var named = new HashSet<string>(StringComparer.Ordinal);
        string[] paths;
        try
        {
            paths = [.. Directory.EnumerateFiles(state.JournalFolder).Where(path => !Path.GetFileName(path).StartsWith('.')).Order(StringComparer.Ordinal)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _lines.Add((true, $"the journals in {state.JournalFolder} cannot be read ({exception.Message.TrimEnd('.')}); should a change have been interrupted, it is not undone"));
            return;
        }

        foreach (var path in paths)
        {
            if (Read(path) is { } entry)
            {
                Undo(path, entry);
                named.UnionWith(entry.Files.SelectMany(file => new[] { file.Staged, file.Previous }).OfType<string>());
            }
        }

        Named = named;
    }

    private JournalEntry? Read(string path)
    {
        try
        {
            var entry = JournalText.Read(File.ReadAllBytes(path));
            if (entry is null)
            {
                // Cut short by a power cut before the change began, since a change of several files waits until it is whole.
                File.Delete(path);
            }
            else if (entry.Version != JournalEntry.CurrentVersion)
            {
                _lines.Add((true, $"the journal {path} is of another version of consulrender and is left alone; start that version, or remove it when the files are right"));
                return null;
            }

            return entry;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _lines.Add((true, $"the journal {path} cannot be read ({exception.Message.TrimEnd('.')}); should the change have been interrupted, it is not undone"));
            return null;
        }
    }

    private void Undo(string path, JournalEntry entry)
    {
        if (entry.Writer.IsAlive)
        {
            return;
        }

        var change = new InterruptedChange(path, entry);
        var problem = change.Undo();
        if (problem is not null)
        {
            _lines.Add((true, $"{problem}; tried again before the group's next change"));
        }
        else if (entry.Files.Count > 0)
        {
            var files = change.FileCount switch { 0 => "no file had been changed", 1 => "1 file is as it was", var count => $"{count} files are as they were" };
            _lines.Add((false, $"an interrupted change of {entry.Group} was undone: {files}{(change.Entry.OwesReload ? "; its reload is run again" : "")}"));
        }

        if (problem is not null || change.Entry.OwesReload)
        {
            _interrupted.Add(change);
        }
    }
}
