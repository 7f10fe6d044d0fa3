using Microsoft.Win32.SafeHandles;

namespace ConsulRender.State;

/// <summary>Keeps other starts out of a directory while one looks at what is there and replaces it; leaves nothing behind. Stateless.</summary>
public static class DirectoryLock
{
    private const int ToRead = 0x80000; // O_RDONLY | O_CLOEXEC on x86-64
    private const int Tries = 200;
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(10);

    /// <summary>Takes the lock until what it gives is disposed; null where there is none to be had, or when somebody holds it for longer than any start takes.</summary>
    public static SafeFileHandle? Take(string directory)
    {
        var handle = Flock.Open(directory, ToRead);
        var isOthers = Flock.IsOthers(handle);
        for (var rest = Tries; isOthers is true && rest > 0; rest--)
        {
            Thread.CurrentThread.Join(_pause);
            isOthers = Flock.IsOthers(handle);
        }

        if (isOthers is false)
        {
            return handle;
        }

        // Not on every file system; and whoever can read the directory can lock it, which must not keep us from our work.
        handle.Dispose();
        return null;
    }
}
