namespace ConsulRender.Planning;

/// <summary>What a line of a difference is.</summary>
public enum DiffLineKind
{
    /// <summary>A sentence about the file.</summary>
    Note,

    /// <summary>One of the two names of the file.</summary>
    Name,

    /// <summary>Where the next lines stand.</summary>
    Hunk,

    /// <summary>A line that stays.</summary>
    Context,

    /// <summary>A line that comes.</summary>
    Added,

    /// <summary>A line that goes.</summary>
    Removed,
}

/// <summary>One line of a difference, safe for a terminal and without a line feed; immutable.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The line with its sign before it.</param>
public sealed record DiffLine(DiffLineKind Kind, string Text);

/// <summary>What would become of one file; immutable.</summary>
/// <param name="Path">The file as the settings name it.</param>
/// <param name="Lines">What would change; empty when nothing would.</param>
public sealed record PlannedFile(string Path, IReadOnlyList<DiffLine> Lines)
{
    /// <summary>Whether a run would change the file.</summary>
    public bool IsChanged => Lines.Count > 0;
}
