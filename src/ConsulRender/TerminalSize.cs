using System.Runtime.InteropServices;

namespace ConsulRender;

/// <summary>Asks a terminal for its size, without .NET's console, which would set the terminal up first. Stateless.</summary>
public static partial class TerminalSize
{
    private const int StandardError = 2;
    private const int AskForSize = 0x5413; // TIOCGWINSZ
    private const int Usual = 80;

    /// <summary>The columns of the terminal behind standard error; 80 when it does not tell.</summary>
    /// <seealso href="https://man7.org/linux/man-pages/man2/TIOCGWINSZ.2const.html"/>
    public static int Columns() => Native.ioctl(StandardError, AskForSize, out var size) == 0 && size.Columns > 0 ? size.Columns : Usual;

    [StructLayout(LayoutKind.Sequential)]
    private struct WindowSize
    {
        public ushort Rows;
        public ushort Columns;
        public ushort Width;
        public ushort Height;
    }

    private static partial class Native
    {
        [LibraryImport("libc")]
        public static partial int ioctl(int file, nuint request, out WindowSize size);
    }
}
