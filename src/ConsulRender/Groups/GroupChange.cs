using ConsulRender.Files;

namespace ConsulRender.Groups;

/// <summary>One attempt to bring a group's files to new texts: guard, compare, stage, check, swap; then the reload, or everything is as it was. Made and dropped by its <see cref="ReloadRound"/>.</summary>
internal sealed partial class GroupChange(OutputGroup group, IReadOnlyList<PendingFile>? earlier = null)
{
    private readonly List<string> _checkOutput = [];
    private readonly List<string> _warnings = [];
    private IReadOnlyList<PendingFile> _files = [];
    private List<Destination> _changed = [];
    private List<FileRemoval> _removed = [];
    private bool _isRemembered;
    private bool _isOver;

    /// <summary>Brings the files up to the point where only the reload is left.</summary>
    /// <returns>How it ended already: nothing differed, or it failed and everything is as it was; null when the files are swapped.</returns>
    public async Task<ApplyOutcome?> SwapAsync(CancellationToken cancellationToken)
    {
        try
        {
            return WithWarnings(Mixed() ?? (earlier is null ? Judge() ?? KnownBad() : Take(earlier)) ?? await ReplaceAsync(cancellationToken));
        }
        catch (DestinationException exception)
        {
            return WithWarnings(new ApplyOutcome.Failed(FailureKind.Destination, exception.Message));
        }
    }

    /// <summary>Whether any file is another than before; not when only a reload is owed.</summary>
    public bool HasChanges => _changed.Count + _removed.Count > 0;

    /// <summary>What the operator should know however it ends.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Says that the reload succeeded, or none was needed.</summary>
    public ApplyOutcome.Applied Complete()
    {
        // First: what is forgotten or removed from here on is what it would be undone with.
        _isOver = true;
        group.Journal?.End();
        ForItems((items, files) => items.Complete(files));

        if (HasChanges)
        {
            Warn(group.Versions?.Keep(_files.Select(Before), group.Now));
        }

        // Only now: what a failed check or reload puts back must not cost the backup of before.
        _changed.ForEach(destination => Warn(destination.KeepBackup()));
        return new ApplyOutcome.Applied(_changed.ConvertAll(destination => destination.Path), _checkOutput)
        {
            Removed = _removed.ConvertAll(removal => removal.Path),
            Commands = [.. group.Reloads.Select(reload => reload.Line)],
            Warnings = _warnings,
        };
    }

    /// <summary>Says that the reload failed with these files, and with nobody else's.</summary>
    public void MarkBad()
    {
        if (earlier is null)
        {
            group.MarkBad(_files);
        }
    }

    /// <summary>Undoes the swap; one file that cannot be put back does not keep the others from it.</summary>
    /// <returns>What could not be put back.</returns>
    public IReadOnlyList<string> Restore()
    {
        _isOver = true;
        var problems = new List<string>();
        foreach (var restore in _removed.ConvertAll<Action>(removal => removal.Restore).Concat(_changed.ConvertAll<Action>(destination => destination.Restore)))
        {
            try
            {
                restore();
            }
            catch (DestinationException exception)
            {
                problems.Add(exception.Message);
            }
        }

        FlushDirectories();
        if (_isRemembered && problems.Count == 0)
        {
            ForItems((items, _) => items.Undo());
        }

        return problems;
    }

    /// <summary>Removes what the change left beside the files.</summary>
    public void CleanUp()
    {
        // A bug came between: the next start undoes the change, with what lies there.
        if (!_isOver && group.Journal is { IsOpen: true })
        {
            return;
        }

        foreach (var file in _files)
        {
            file.Destination.CleanUp();
        }

        _removed.ForEach(removal => removal.CleanUp());
    }

    /// <summary>The files that the change is about, and why they must not be changed; nothing when they may.</summary>
    /// <exception cref="DestinationException">It cannot be read which files are there of items that are gone.</exception>
    public (ApplyOutcome.Failed? Problem, IReadOnlyList<PendingFile> Files) Look() => Judge() is { } problem ? (problem, []) : (null, _files);

    /// <summary>Prints the texts that differ from their files, in consul-template's form.</summary>
    public async Task<ApplyOutcome> PrintAsync(TextWriter output)
    {
        try
        {
            return Judge() ?? await PrintChangesAsync(output);
        }
        catch (DestinationException exception)
        {
            return new ApplyOutcome.Failed(FailureKind.Destination, exception.Message);
        }
    }

    private async Task<ApplyOutcome?> ReplaceAsync(CancellationToken cancellationToken)
    {
        Stage();
        if (!HasChanges && !(group.OwesReload && group.Reloads.Count > 0))
        {
            // Files of ours that nobody remembers would never be removed.
            ForItems((items, files) => items.Complete(files));
            group.Journal?.End();
            return new ApplyOutcome.Unchanged();
        }

        return await CheckAsync(cancellationToken) ?? Swap();
    }

    // All texts are compared before the first is staged, so that a file which cannot be read leaves nothing behind.
    private void Stage()
    {
        var changed = Changed();
        Repair(changed);
        changed.ForEach(file => file.Destination.Stage(file.Text!));
        group.MarkWritten(changed.Sum(file => file.Text!.Length));
        _changed = changed.ConvertAll(file => file.Destination);
        _removed = [.. _files.Where(file => file.Text is null).Select(file => new FileRemoval(file.Destination.Path))];
    }

    // A file that is replaced gets its mode and owner with its text.
    private void Repair(List<PendingFile> changed)
    {
        foreach (var file in _files.Where(file => file.Text is not null && file.Destination.HasPermissions).Except(changed))
        {
            _warnings.AddRange(file.Destination.Repair(file.Text!));
        }
    }

    private List<PendingFile> Changed()
    {
        var changed = new List<PendingFile>(_files.Count);
        foreach (var file in _files)
        {
            if (file.Text is not null && file.Destination.Differs(file.Text))
            {
                changed.Add(file);
            }
        }

        return changed;
    }

    private async Task<ApplyOutcome> PrintChangesAsync(TextWriter output)
    {
        foreach (var file in Changed())
        {
            await output.WriteAsync($"> {file.Destination.Path}\n{file.Text}");
        }

        foreach (var file in _files.Where(file => file.Text is null))
        {
            await output.WriteAsync($"> {file.Destination.Path} (removed)\n");
        }

        return new ApplyOutcome.Unchanged();
    }

    /// <summary>Finds out which files the change is about.</summary>
    /// <returns>Why it must not be made whatever was accepted before; null when it may.</returns>
    public ApplyOutcome.Failed? Find() => Collect() ?? group.Emptiness(_files);

    // Nobody judges what was in use before.
    private ApplyOutcome.Failed? Take(IReadOnlyList<PendingFile> files)
    {
        _files = files;
        return null;
    }

    // Where the text lies that the file had before the change; null when it was not there.
    private (string Path, string? Before) Before(PendingFile file)
    {
        var path = Path.GetFullPath(file.Destination.Path);
        var before = _removed.Find(removal => removal.Path == file.Destination.Path) is { } removal ? removal.Previous
            : _changed.Contains(file.Destination) ? file.Destination.Previous
            : file.Text is null ? null
            : path;
        return (path, before);
    }

    private ApplyOutcome.Failed? Judge() => Collect() ?? group.Judge(_files);

    private ApplyOutcome.Failed? Collect()
    {
        if (group.Problem() is { } problem)
        {
            return problem;
        }

        _files = group.Pending();
        return Repeated();
    }

    // The settings cannot tell which files the items of several templates will have.
    private ApplyOutcome.Failed? Repeated()
    {
        if (group.Files.All(file => file.Items is null))
        {
            return null;
        }

        var paths = new HashSet<string>(StringComparer.Ordinal);
        return _files.FirstOrDefault(file => !paths.Add(Path.GetFullPath(file.Destination.Path))) is { } repeated
            ? new ApplyOutcome.Failed(FailureKind.Template, $"{repeated.Destination.Path}: two templates of the group write or remove it; no file was changed")
            : null;
    }

    private void Warn(string? warning)
    {
        if (warning is not null)
        {
            _warnings.Add(warning);
        }
    }

    private ApplyOutcome? WithWarnings(ApplyOutcome? outcome) => outcome is null || _warnings.Count == 0 ? outcome : outcome with { Warnings = _warnings };

    private void FlushDirectories()
    {
        foreach (var directory in _changed.Select(destination => destination.Directory).Concat(_removed.Select(removal => removal.Directory)).Distinct())
        {
            FileSystem.FlushDirectory(directory);
        }
    }

    private void ForItems(Action<ItemFiles, IEnumerable<PendingFile>> step)
    {
        foreach (var source in group.Files)
        {
            if (source.Items is { } items)
            {
                step(items, _files.Where(file => file.Source == source));
            }
        }
    }
}
