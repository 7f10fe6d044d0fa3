using System.ComponentModel;
using System.Runtime.InteropServices;

namespace ConsulRender.Processes;

/// <summary>Starts a program in a process group of its own, with our input and output, and waits for its end; .NET can do neither. Stateless.</summary>
/// <seealso href="https://man7.org/linux/man-pages/man3/posix_spawn.3.html"/>
internal static partial class ChildSpawn
{
    // More than any C library of Linux takes for its structures.
    private const int StructureSize = 1024;
    private const short OwnGroup = 0x02; // POSIX_SPAWN_SETPGROUP
    private const short DefaultSignals = 0x04; // POSIX_SPAWN_SETSIGDEF
    private const short OpenSignals = 0x08; // POSIX_SPAWN_SETSIGMASK
    private const int Interrupted = 4;
    private const int NoHang = 1; // WNOHANG
    private const int ShellSignalled = 128;

    /// <summary>The exit code that stands for an end nobody could see.</summary>
    public const int UnknownExit = 1;

    /// <summary>Starts a program.</summary>
    /// <param name="program">Its path.</param>
    /// <param name="arguments">Its name as it sees it, and what follows.</param>
    /// <param name="environment">All variables.</param>
    /// <returns>The number of its process, which is that of its group.</returns>
    /// <exception cref="Win32Exception">It could not be started.</exception>
    public static int Start(string program, IEnumerable<string> arguments, IEnumerable<KeyValuePair<string, string>> environment)
    {
        Span<byte> attributes = stackalloc byte[StructureSize];
        Span<byte> signals = stackalloc byte[StructureSize];
        ref var attribute = ref MemoryMarshal.GetReference(attributes);
        ref var signal = ref MemoryMarshal.GetReference(signals);
        Check(Native.posix_spawnattr_init(ref attribute));
        try
        {
            Check(Native.posix_spawnattr_setflags(ref attribute, OwnGroup | DefaultSignals | OpenSignals));
            Check(Native.posix_spawnattr_setpgroup(ref attribute, 0));

            // What .NET ignores or blocks must not be ignored or blocked by a program that never asked for it.
            _ = Native.sigfillset(ref signal);
            Check(Native.posix_spawnattr_setsigdefault(ref attribute, ref signal));
            _ = Native.sigemptyset(ref signal);
            Check(Native.posix_spawnattr_setsigmask(ref attribute, ref signal));
            string?[] variables = [.. environment.Select(variable => $"{variable.Key}={variable.Value}"), null];
            Check(Native.posix_spawn(out var process, program, 0, ref attribute, [.. arguments, null], variables));
            return process;
        }
        finally
        {
            _ = Native.posix_spawnattr_destroy(ref attribute);
        }
    }

    /// <summary>Waits for the end of a child, which leaves no zombie then; blocks its thread.</summary>
    /// <returns>Its exit code; of one that a signal ended, 128 and the signal's number, as shells have it.</returns>
    public static int Wait(int process)
    {
        int status;
        while (Native.waitpid(process, out status, 0) != process)
        {
            if (Marshal.GetLastPInvokeError() != Interrupted)
            {
                // Where SIGCHLD was ignored before us, the system forgets how children end.
                return UnknownExit;
            }
        }

        var signal = status & 0x7F;
        return signal == 0 ? (status >> 8) & 0xFF : ShellSignalled + signal;
    }

    /// <summary>Whether anything of a child's group is still there; only for a child that was waited for.</summary>
    public static bool IsGroupThere(int group)
    {
        while (Native.waitpid(-group, out _, NoHang) > 0)
        {
            // A container's first process inherits what its child left behind, and nobody else would bury it.
        }

        return Native.kill(-group, 0) == 0;
    }

    private static void Check(int error)
    {
        if (error != 0)
        {
            throw new Win32Exception(error);
        }
    }

    private static partial class Native
    {
        [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
        public static partial int posix_spawn(out int process, string path, nint fileActions, ref byte attributes, string?[] arguments, string?[] environment);

        [LibraryImport("libc")]
        public static partial int posix_spawnattr_init(ref byte attributes);

        [LibraryImport("libc")]
        public static partial int posix_spawnattr_destroy(ref byte attributes);

        [LibraryImport("libc")]
        public static partial int posix_spawnattr_setflags(ref byte attributes, short flags);

        [LibraryImport("libc")]
        public static partial int posix_spawnattr_setpgroup(ref byte attributes, int group);

        [LibraryImport("libc")]
        public static partial int posix_spawnattr_setsigdefault(ref byte attributes, ref byte signals);

        [LibraryImport("libc")]
        public static partial int posix_spawnattr_setsigmask(ref byte attributes, ref byte signals);

        [LibraryImport("libc")]
        public static partial int sigfillset(ref byte signals);

        [LibraryImport("libc")]
        public static partial int sigemptyset(ref byte signals);

        [LibraryImport("libc", SetLastError = true)]
        public static partial int waitpid(int process, out int status, int options);

        [LibraryImport("libc")]
        public static partial int kill(int process, int signal);
    }
}
