using ConsulRender.Versions;

namespace ConsulRender.Groups;

/// <content>Earlier versions of the files, and being held at one of them.</content>
internal sealed partial class OutputGroup
{
    /// <summary>How many earlier versions are kept. Default 0.</summary>
    public int VersionsToKeep { get; init; }

    /// <summary>The earlier versions; null when none are kept.</summary>
    public GroupVersions? Versions { get; private set; }

    /// <summary>At what earlier version the group is held, so that it follows no data; null when it is not.</summary>
    public Rollback? RolledBack { get; private set; }

    /// <summary>The time, for what is kept.</summary>
    public DateTimeOffset Now => timeProvider.GetUtcNow();

    /// <summary>Takes its versions into use; a group that an earlier run left held has all it is to have.</summary>
    public void Keep(GroupVersions? versions, Rollback? rolledBack)
    {
        (Versions, RolledBack) = (versions, rolledBack);
        if (rolledBack is not null)
        {
            WasApplied = true;
            Outcome ??= new ApplyOutcome.Unchanged();
        }
    }

    /// <summary>The files of an earlier version, as a change of the group.</summary>
    /// <exception cref="IOException">One cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">One may not be read.</exception>
    public IReadOnlyList<PendingFile> FilesOf(GroupVersion version)
    {
        var pending = new List<PendingFile>();
        foreach (var file in files)
        {
            var path = Path.GetFullPath(file.Destination.Path);
            if (version.Files.FirstOrDefault(kept => kept.Path == path) is not { } kept)
            {
                throw new IOException($"the version has no {path}");
            }

            pending.Add(new PendingFile(file, file.Destination, kept.Stored is null ? null : Templating.RenderedText.Of(Versions!.Text(version, kept))));
        }

        return pending;
    }

    /// <summary>The longest that the commands of a rollback may run.</summary>
    public TimeSpan LongestRollback() => files.Aggregate(
        TimeSpan.Zero, (sum, file) => sum + (file.Check?.Timeout ?? TimeSpan.Zero) + (2 * (file.Reload?.Timeout ?? TimeSpan.Zero)));

    /// <summary>Takes note of how the attempt to put an earlier version in place ended: it is in place and the group held, or everything is as it was.</summary>
    public void Settle(ApplyOutcome outcome, Rollback rollback)
    {
        History = History.After(outcome, files.Any(file => file.Check is not null), Reloads.Count > 0, Now);
        if (outcome is ApplyOutcome.Failed failed)
        {
            // What is in place was never reloaded; otherwise nothing is another than before.
            OwesReload |= failed.OwesReload;
            LookAgain();
            return;
        }

        Discard();
        _retry.MarkSuccess();
        (RolledBack, WasApplied, OwesReload, IsTriedAlone, Outcome) = (rollback, true, false, false, outcome);
        _bad.Clear();
    }

    /// <summary>Makes the group follow the data again, at once.</summary>
    public void Follow()
    {
        RolledBack = null;
        LookAgain();
    }
}
