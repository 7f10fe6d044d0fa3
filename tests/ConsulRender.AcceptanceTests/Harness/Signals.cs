using System.Runtime.InteropServices;

namespace ConsulRender.AcceptanceTests.Harness;

/// <summary>The signals that tests send, with Linux's numbers.</summary>
public enum Signal
{
    /// <summary>Reads settings again.</summary>
    Hangup = 1,

    /// <summary>Ctrl-C.</summary>
    Interrupt = 2,

    /// <summary>Ctrl-\.</summary>
    Quit = 3,

    /// <summary>Dies at once, cleans nothing up.</summary>
    Kill = 9,

    /// <summary>Asks for the status.</summary>
    User1 = 10,

    /// <summary>Whatever the settings make of it.</summary>
    User2 = 12,

    /// <summary>The polite end.</summary>
    Terminate = 15,

    /// <summary>Goes on after a pause.</summary>
    Continue = 18,

    /// <summary>A pause that no program notices.</summary>
    Stop = 19,
}

/// <summary>kill(2), which .NET's process class does not offer.</summary>
public static partial class Signals
{
    /// <summary>Sends a signal to one process.</summary>
    public static void Send(int processId, Signal signal)
    {
        if (Kill(processId, (int)signal) != 0)
        {
            throw new InvalidOperationException($"kill({processId}, {signal}): error {Marshal.GetLastPInvokeError()}");
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int processId, int signal);
}
