namespace ConsulRender.Files;

/// <summary>Which file it is, under whatever name: told apart from later ones with the same number by the moment it was made, where the file system keeps that. Immutable.</summary>
/// <param name="Inode">Its number on the file system, which is not part of this: it may have another one after a start of the host.</param>
/// <param name="Born">Nanoseconds since 1970; 0 where nobody knows.</param>
internal readonly record struct FileIdentity(ulong Inode, long Born)
{
    /// <summary>Whether both are one file.</summary>
    public bool IsSame(FileIdentity? other) => other is { } file && file.Inode == Inode && (file.Born == Born || file.Born == 0 || Born == 0);
}
