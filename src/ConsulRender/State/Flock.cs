using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ConsulRender.State;

/// <summary>The kernel's lock of an open file or directory, which ends with the process, whatever ends that. Stateless.</summary>
/// <seealso href="https://man7.org/linux/man-pages/man2/flock.2.html"/>
internal static partial class Flock
{
    private const int AtOnceAlone = 2 | 4; // LOCK_EX | LOCK_NB
    private const int WouldBlock = 11;

    /// <summary>Opens without a lock; .NET would take one of its own.</summary>
    /// <returns>The handle, which is invalid when it cannot be opened.</returns>
    public static SafeFileHandle Open(string path, int flags, int mode = 0) => new(open(path, flags, mode), ownsHandle: true);

    /// <summary>Tries to have the file alone.</summary>
    /// <returns>Whether somebody else has it; null when there is no lock to be had, or the file could not be opened. False is success.</returns>
    public static bool? IsOthers(SafeFileHandle file) => file.IsInvalid ? null
        : flock(file, AtOnceAlone) == 0 ? false
        : Marshal.GetLastPInvokeError() == WouldBlock ? true
        : null;

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags, int mode);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int flock(SafeFileHandle file, int operation);
}
