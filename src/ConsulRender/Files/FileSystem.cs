using System.ComponentModel;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]

namespace ConsulRender.Files;

/// <summary>What .NET lacks of the file system: owners, hard links and durable directories, through the C library. Stateless.</summary>
internal static partial class FileSystem
{
    private const int AtCurrentDirectory = -100;
    private const uint BasicStatus = 0x7ff;
    private const uint BirthTime = 0x800;
    private const int FileType = 0xF000;
    private const int RegularFile = 0x8000;
    private const int SymbolicLink = 0xA000;
    private const int NotPermitted = 1;
    private const int AccessDenied = 13;
    private const int NoSuchFile = 2;
    private const int NotADirectory = 20;
    private const int Busy = 16;
    private const int OtherFileSystem = 18;
    private const int LinkLoop = 40;
    private const int LongestPath = 4096;
    private const int ReadOnlyDirectory = 0x10000 | 0x80000; // O_DIRECTORY | O_CLOEXEC on x86-64
    private const int NewFileToWrite = 1 | 0x40 | 0x80 | 0x80000; // O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC
    private const int OnlyForOwner = 0x180; // 0600
    private const int DoNotFollow = 0x100; // AT_SYMLINK_NOFOLLOW
    private const int MayWriteAndSearch = 2 | 1; // W_OK | X_OK
    private const int TheFileItself = 0x1000; // AT_EMPTY_PATH

    /// <summary>Mode and owner of a file; null when there is none.</summary>
    /// <seealso href="https://man7.org/linux/man-pages/man2/statx.2.html"/>
    public static FileStatus? Status(string path, bool followLinks = true) =>
        Native.statx(AtCurrentDirectory, path, followLinks ? 0 : DoNotFollow, BasicStatus, out var status) == 0 ? StatusOf(status)
        : Marshal.GetLastPInvokeError() is NoSuchFile or NotADirectory ? null
        : throw LastError("its mode and owner cannot be read");

    /// <summary>Mode and owner of an open file.</summary>
    public static FileStatus Status(SafeFileHandle file) =>
        Native.statx(file, "", TheFileItself, BasicStatus, out var status) == 0 ? StatusOf(status) : throw LastError("its mode and owner cannot be read");

    /// <summary>Makes a file that nobody but its owner may read, and opens it to write; one that exists is an error.</summary>
    /// <remarks>With fewer system calls than <see cref="FileStream"/>, which asks the new file for its position and its length.</remarks>
    public static SafeFileHandle CreateNew(string path)
    {
        var file = Native.open(path, NewFileToWrite, OnlyForOwner);
        return file >= 0 ? new SafeFileHandle(file, ownsHandle: true)
            : Marshal.GetLastPInvokeError() == NoSuchFile ? throw new DirectoryNotFoundException("it cannot be created")
            : throw LastFailure("it cannot be created");
    }

    /// <summary>What changes when a file does, links followed; null when that cannot be told, because there is none or it is out of reach.</summary>
    public static FileStamp? Stamp(string path) =>
        Native.statx(AtCurrentDirectory, path, 0, BasicStatus, out var status) == 0
            ? new FileStamp(
                (status.Mode & FileType) == RegularFile,
                ((ulong)status.DeviceMajor << 32) | status.DeviceMinor,
                status.Inode,
                status.Size,
                Nanoseconds(status.ModifiedSeconds, status.ModifiedNanoseconds),
                Nanoseconds(status.ChangedSeconds, status.ChangedNanoseconds))
            : null;

    /// <summary>Which file it is, links not followed; null when there is none.</summary>
    public static FileIdentity? Identity(string path) =>
        Native.statx(AtCurrentDirectory, path, DoNotFollow, BasicStatus | BirthTime, out var status) == 0
            ? new FileIdentity(status.Inode, (status.Known & BirthTime) != 0 ? Nanoseconds(status.BornSeconds, status.BornNanoseconds) : 0)
            : Marshal.GetLastPInvokeError() is NoSuchFile or NotADirectory ? null
            : throw LastFailure("it cannot be looked at");

    /// <summary>The identity of a file that must be there; an error when somebody has removed it.</summary>
    public static FileIdentity IdentityOf(string path) => Identity(path) ?? throw new FileNotFoundException($"somebody has removed '{path}'");

    /// <summary>Gives an open file to a user and a group.</summary>
    public static void ChangeOwner(SafeFileHandle file, uint user, uint group)
    {
        if (Native.fchown(file, user, group) != 0)
        {
            throw LastError($"cannot give it to user {user} and group {group}; run as root or set \"user\" and \"group\" in the template");
        }
    }

    /// <summary>Puts a file in another's place, in one step.</summary>
    public static void Rename(string path, string newPath)
    {
        if (Native.rename(path, newPath) != 0)
        {
            throw LastFailure("it cannot be renamed");
        }
    }

    /// <summary>The same, where the other is no mount point: of that, only the content can change.</summary>
    /// <returns>Whether it was done.</returns>
    public static bool TryRename(string path, string newPath) =>
        Native.rename(path, newPath) == 0
        || (Marshal.GetLastPInvokeError() is Busy or OtherFileSystem ? false : throw LastFailure("it cannot be renamed"));

    /// <summary>A path without links, as the kernel follows them; null when it leads nowhere.</summary>
    /// <remarks>.NET takes <c>..</c> out of paths before it asks, which leads astray behind a link to a directory.</remarks>
    public static string? RealPath(string path)
    {
        Span<byte> resolved = stackalloc byte[LongestPath];
        return Native.realpath(path, ref MemoryMarshal.GetReference(resolved)) != 0 ? Encoding.UTF8.GetString(resolved[..resolved.IndexOf((byte)0)])
            : Marshal.GetLastPInvokeError() is NoSuchFile or NotADirectory ? null
            : throw LastFailure("its links cannot be followed");
    }

    /// <summary>Whether a directory may be written by this process.</summary>
    public static bool MayWrite(string path) => Native.access(path, MayWriteAndSearch) == 0;

    /// <summary>The number of a user given by name or number.</summary>
    public static uint UserNumber(string user) => Number(user, Native.getpwnam, "user");

    /// <summary>The number of a group given by name or number.</summary>
    public static uint GroupNumber(string group) => Number(group, Native.getgrnam, "group");

    /// <summary>Gives a file a second name; copies it where the file system has no hard links.</summary>
    /// <returns>Whether it is a copy, which a change of the file leaves alone.</returns>
    public static bool LinkOrCopy(string path, string secondName)
    {
        if (Native.link(path, secondName) == 0)
        {
            return false;
        }

        File.Copy(path, secondName);
        return true;
    }

    /// <summary>Makes renames in a directory survive a power cut.</summary>
    /// <seealso href="https://man7.org/linux/man-pages/man2/fsync.2.html"/>
    public static void FlushDirectory(string path)
    {
        var directory = Native.open(path, ReadOnlyDirectory, 0);
        if (directory < 0)
        {
            // A directory that may be written but not read; there is nothing more to do.
            return;
        }

        // Some file systems cannot flush a directory (EINVAL); there is nothing more to do then, either.
        _ = Native.fsync(directory);
        _ = Native.close(directory);
    }

    private static long Nanoseconds(long seconds, uint nanoseconds) => unchecked((seconds * 1_000_000_000) + nanoseconds);

    private static uint Number(string name, Func<string, nint> find, string kind)
    {
        if (uint.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        // Both struct passwd and struct group start with two pointers, then the number.
        var entry = find(name);
        return entry == 0
            ? throw new IOException($"there is no {kind} '{name}' on this host")
            : (uint)Marshal.ReadInt32(entry, 2 * nint.Size);
    }

    private static FileStatus StatusOf(in StatusBuffer status) =>
        new((UnixFileMode)(status.Mode & 0xFFF), status.User, status.Group, (status.Mode & FileType) switch
        {
            RegularFile => FileKind.Regular,
            SymbolicLink => FileKind.Link,
            _ => FileKind.Other,
        });

    // The exceptions that .NET throws for the same errors.
    private static Exception LastFailure(string what) => Marshal.GetLastPInvokeError() switch
    {
        NotPermitted or AccessDenied => new UnauthorizedAccessException(what),
        _ => LastError(what),
    };

    private static IOException LastError(string what)
    {
        var error = Marshal.GetLastPInvokeError();
        return new IOException(error == LinkLoop ? "its symbolic links lead in a circle" : $"{what} ({new Win32Exception(error).Message})", error);
    }

    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct StatusBuffer
    {
        [FieldOffset(0)]
        public uint Known;

        [FieldOffset(20)]
        public uint User;

        [FieldOffset(24)]
        public uint Group;

        [FieldOffset(28)]
        public ushort Mode;

        [FieldOffset(32)]
        public ulong Inode;

        [FieldOffset(40)]
        public ulong Size;

        [FieldOffset(80)]
        public long BornSeconds;

        [FieldOffset(88)]
        public uint BornNanoseconds;

        [FieldOffset(96)]
        public long ChangedSeconds;

        [FieldOffset(104)]
        public uint ChangedNanoseconds;

        [FieldOffset(112)]
        public long ModifiedSeconds;

        [FieldOffset(120)]
        public uint ModifiedNanoseconds;

        [FieldOffset(136)]
        public uint DeviceMajor;

        [FieldOffset(140)]
        public uint DeviceMinor;
    }

    private static partial class Native
    {
        [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
        public static partial int statx(int directory, string path, int flags, uint mask, out StatusBuffer status);

        [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
        public static partial int statx(SafeFileHandle file, string path, int flags, uint mask, out StatusBuffer status);

        [LibraryImport("libc", SetLastError = true)]
        public static partial int fchown(SafeFileHandle file, uint user, uint group);

        [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
        public static partial int rename(string path, string newPath);

        [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
        public static partial int link(string path, string secondName);

        [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
        public static partial int open(string path, int flags, int mode);

        [LibraryImport("libc", SetLastError = true)]
        public static partial int fsync(int file);

        [LibraryImport("libc", SetLastError = true)]
        public static partial int close(int file);

        [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
        public static partial int access(string path, int mode);

        [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
        public static partial nint realpath(string path, ref byte resolved);

        [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
        public static partial nint getpwnam(string name);

        [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
        public static partial nint getgrnam(string name);
    }
}
