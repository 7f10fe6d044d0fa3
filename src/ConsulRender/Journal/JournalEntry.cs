using ConsulRender.Files;

namespace ConsulRender.Journal;

/// <summary>What has to be known to undo a group's change, as it lies on disk while the change is under way, or while its reload is owed; immutable.</summary>
internal sealed record JournalEntry
{
    /// <summary>The form in which it is written; others are other programs'.</summary>
    public const int CurrentVersion = 1;

    /// <summary>The form in which it was written.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>The group's name in messages.</summary>
    public string Group { get; init; } = "";

    /// <summary>The group's <see cref="State.GroupKey"/>.</summary>
    public string Key { get; init; } = "";

    /// <summary>Who makes the change; nobody else touches it while that process lives.</summary>
    public ProcessMark Writer { get; init; } = new(0, 0, "");

    /// <summary>Whether it was durable before the first file changed: then it counts after a power cut, too.</summary>
    public bool IsDurable { get; init; }

    /// <summary>Whether a reload command follows the swap.</summary>
    public bool HasReload { get; init; }

    /// <summary>Whether a program may have read the new files, so that it must be told of the old ones.</summary>
    public bool IsReloadBegun { get; init; }

    /// <summary>Whether a reload is to run although no file differs.</summary>
    public bool OwesReload { get; init; }

    /// <summary>The files that change; none when only a reload is owed.</summary>
    public IReadOnlyList<JournalFile> Files { get; init; } = [];
}

/// <summary>One file of a change, as the journal knows it; immutable.</summary>
/// <param name="Kind">What becomes of it.</param>
/// <param name="Target">The file itself, links followed.</param>
internal sealed record JournalFile(JournalFileKind Kind, string Target)
{
    /// <summary>Where the new text waits; null when the file is to go.</summary>
    public string? Staged { get; init; }

    /// <summary>Which file the new text is, also after it has taken the target's place.</summary>
    public FileIdentity New { get; init; }

    /// <summary>Where the previous file is kept; null when there was none.</summary>
    public string? Previous { get; init; }

    /// <summary>The live file that is overwritten, which stays the same file.</summary>
    public FileIdentity Live { get; init; }

    /// <summary>Mode and owner of the live file before it was overwritten.</summary>
    public FileStatus? Status { get; init; }
}

/// <summary>What becomes of a file.</summary>
internal enum JournalFileKind
{
    /// <summary>Another takes its place.</summary>
    Replace,

    /// <summary>It was not there.</summary>
    Create,

    /// <summary>It goes.</summary>
    Remove,

    /// <summary>It is a mount point, and gets another text.</summary>
    Overwrite,
}
