namespace ConsulRender.Versions;

/// <summary>The files of a group as they were before one of its changes; immutable.</summary>
/// <param name="Number">What it is called; later ones have higher numbers.</param>
/// <param name="Replaced">When the change took its place.</param>
/// <param name="Files">Each file of the group.</param>
internal sealed record GroupVersion(int Number, DateTimeOffset Replaced, IReadOnlyList<VersionFile> Files);

/// <summary>One file of an earlier version; immutable.</summary>
/// <param name="Path">The file, as a full path.</param>
/// <param name="Stored">The name under which its text is kept; null when the file was not there.</param>
/// <param name="Hash">A number for its text, so that one that was damaged is not put in place.</param>
internal sealed record VersionFile(string Path, string? Stored, ulong Hash);
