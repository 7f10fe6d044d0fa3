using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ConsulRender.State;

/// <summary>Keeps other starts out of a directory while one looks at what is there and replaces it; leaves nothing behind. Stateless.</summary>
/// <seealso href="https://man7.org/linux/man-pages/man2/flock.2.html"/>
public static partial class DirectoryLock
{
    private const int ToRead = 0x80000; // O_RDONLY | O_CLOEXEC on x86-64
    private const int AtOnceAlone = 2 | 4; // LOCK_EX | LOCK_NB
    private const int WouldBlock = 11;
    private const int Tries = 200;
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(10);

    /// <summary>Takes the lock until what it gives is disposed; null where there is none to be had, or when somebody holds it for longer than any start takes.</summary>
    public static SafeFileHandle? Take(string directory)
    {
        var file = open(directory, ToRead, 0);
        if (file < 0)
        {
            return null;
        }

        var handle = new SafeFileHandle(file, ownsHandle: true);
        for (var rest = Tries; flock(file, AtOnceAlone) != 0; rest--)
        {
            // Not on every file system; and whoever can read the directory can lock it, which must not keep us from our work.
            if (Marshal.GetLastPInvokeError() != WouldBlock || rest == 0)
            {
                handle.Dispose();
                return null;
            }

            Thread.CurrentThread.Join(_pause);
        }

        return handle;
    }

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags, int mode);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int flock(int file, int operation);
}
