namespace ConsulRender.Files;

/// <summary>Mode, owner and kind of a file at one moment; immutable.</summary>
internal sealed record FileStatus(UnixFileMode Mode, uint User, uint Group, FileKind Kind);

/// <summary>What a path leads to.</summary>
internal enum FileKind
{
    /// <summary>A file with content.</summary>
    Regular,

    /// <summary>A symbolic link that was not followed.</summary>
    Link,

    /// <summary>A directory, a pipe, a device or a socket.</summary>
    Other,
}

/// <summary>What changes when a file is written, replaced or swapped behind a link; immutable.</summary>
/// <param name="IsRegularFile">Whether it can be read to its end.</param>
/// <param name="Device">The file system.</param>
/// <param name="Inode">The file on it; another one after a rename.</param>
/// <param name="Size">In bytes.</param>
/// <param name="Modified">Nanoseconds since 1970 of the last change of its content, which programs can set.</param>
/// <param name="Changed">The same of the last change of any kind, which they cannot.</param>
internal sealed record FileStamp(bool IsRegularFile, ulong Device, ulong Inode, ulong Size, long Modified, long Changed);
