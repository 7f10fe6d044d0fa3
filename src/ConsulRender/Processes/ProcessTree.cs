using System.Globalization;
using System.Runtime.InteropServices;
using ConsulRender.Settings;

namespace ConsulRender.Processes;

/// <summary>A process with its children and theirs, as /proc shows them. Stateless.</summary>
internal static partial class ProcessTree
{
    /// <summary>Sends a signal to a process and to all that come from it; who is gone is no matter.</summary>
    public static void Send(int processId, SignalName signal)
    {
        foreach (var member in Members(processId))
        {
            _ = Native.kill(member, signal.Number);
        }
    }

    /// <summary>Sends a signal to one process, or to a whole process group by its negative number.</summary>
    public static void SendTo(int processId, SignalName signal) => _ = Native.kill(processId, signal.Number);

    // All of them are found before the first is told, because who outlives its parent gets another.
    private static List<int> Members(int processId)
    {
        var processes = new List<int>();
        var parents = new List<int>();
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out var process) && Parent(directory) is { } parent)
            {
                processes.Add(process);
                parents.Add(parent);
            }
        }

        var members = new List<int> { processId };
        for (var index = 0; index < members.Count; index++)
        {
            for (var other = 0; other < parents.Count; other++)
            {
                if (parents[other] == members[index])
                {
                    members.Add(processes[other]);
                }
            }
        }

        return members;
    }

    // The second field is the program's name in parentheses, in which anything may stand.
    private static int? Parent(string directory)
    {
        try
        {
            var status = File.ReadAllText(Path.Combine(directory, "stat"));
            var fields = status[(status.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return int.Parse(fields[1], CultureInfo.InvariantCulture);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It ended meanwhile.
            return null;
        }
    }

    private static partial class Native
    {
        [LibraryImport("libc")]
        public static partial int kill(int process, int signal);
    }
}
