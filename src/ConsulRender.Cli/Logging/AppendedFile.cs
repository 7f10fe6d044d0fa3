using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]

namespace ConsulRender.Cli.Logging;

/// <summary>An open file whose end is written to, wherever that is by now; owned by a <see cref="LogFile"/>.</summary>
/// <remarks>.NET opens files to append at the place where their end was, so two programs, or one that empties the file, would make holes.</remarks>
internal sealed partial class AppendedFile : IDisposable
{
    private const int ToAppend = 1 | 0x40 | 0x400 | 0x80000; // O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC on x86-64
    private const int OwnerWritesGroupReads = 0x1A0; // 0640
    private const int NoSuchFile = 2;
    private const int AccessDenied = 13;

    private readonly SafeFileHandle _handle;
    private readonly string? _place;

    /// <summary>Opens the file, and makes it when there is none.</summary>
    public AppendedFile(string path)
    {
        var file = open(path, ToAppend, OwnerWritesGroupReads);
        _handle = file >= 0 ? new SafeFileHandle(file, ownsHandle: true) : throw LastError();
        _place = Place();
    }

    /// <summary>Its size now, in bytes; 0 for a pipe or a terminal.</summary>
    public long Length
    {
        get
        {
            try
            {
                return RandomAccess.GetLength(_handle);
            }
            catch (NotSupportedException)
            {
                return 0;
            }
        }
    }

    /// <summary>Whether it still stands where it was opened, instead of having been renamed or removed.</summary>
    public bool IsInPlace => Place() == _place;

    /// <summary>Writes at the end.</summary>
    public void Write(string text) => RandomAccess.Write(_handle, Encoding.UTF8.GetBytes(text), Length);

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    // The kernel tells where the file is by now, with a mark when it is nowhere any more.
    private string? Place() => new FileInfo($"/proc/self/fd/{_handle.DangerousGetHandle()}").LinkTarget;

    private static Exception LastError() => Marshal.GetLastPInvokeError() switch
    {
        NoSuchFile => new DirectoryNotFoundException(),
        AccessDenied => new UnauthorizedAccessException(),
        var error => new IOException(new Win32Exception(error).Message, error),
    };

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags, int mode);
}
