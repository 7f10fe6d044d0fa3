using System.Runtime.InteropServices;

namespace ConsulRender.Bench;

/// <summary>inotify on one directory: wakes when a file is renamed or written there. .NET's own watcher adds a thread and its delays.</summary>
internal sealed partial class FileArrivals : IDisposable
{
    private const uint CloseWrite = 0x8;
    private const uint MovedTo = 0x80;
    private const short PollIn = 1;

    private readonly int _descriptor;
    private readonly byte[] _events = new byte[16384];

    /// <summary>Starts watching.</summary>
    public FileArrivals(string directory)
    {
        _descriptor = InotifyInit(0);
        if (_descriptor < 0 || InotifyAddWatch(_descriptor, directory, CloseWrite | MovedTo) < 0)
        {
            throw new InvalidOperationException($"inotify on {directory} failed: error {Marshal.GetLastPInvokeError()}");
        }
    }

    /// <summary>Waits until something arrived in the directory.</summary>
    public void Wait(TimeSpan timeout)
    {
        var request = new PollRequest { Descriptor = _descriptor, Events = PollIn };
        if (Poll(ref request, 1, (int)timeout.TotalMilliseconds) == 1)
        {
            Read(_descriptor, _events, _events.Length);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Close(_descriptor);

    [LibraryImport("libc", EntryPoint = "inotify_init1", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int InotifyInit(int flags);

    [LibraryImport("libc", EntryPoint = "inotify_add_watch", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int InotifyAddWatch(int descriptor, string path, uint mask);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Poll(ref PollRequest request, ulong count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint Read(int descriptor, [Out] byte[] buffer, nint count);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int descriptor);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollRequest
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }
}
