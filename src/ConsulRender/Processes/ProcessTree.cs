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

    /// <summary>A process of a group that is still at work: the one that was found before, if it still is. Null when all have ended, even if nobody has asked for their exit codes yet.</summary>
    public static int? FindAtWork(int group, int? before)
    {
        return before is { } process && EntryOf(process) is { } entry && IsAtWork(entry)
            ? process
            : Entries().FirstOrDefault(IsAtWork)?.Process;

        bool IsAtWork(Entry entry) => entry.Group == group && !entry.IsOver;
    }

    // All of them are found before the first is told, because who outlives its parent gets another.
    private static List<int> Members(int processId)
    {
        var processes = new List<int>();
        var parents = new List<int>();
        foreach (var entry in Entries())
        {
            processes.Add(entry.Process);
            parents.Add(entry.Parent);
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

    private static IEnumerable<Entry> Entries() =>
        Directory.EnumerateDirectories("/proc")
            .Select(directory => int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out var process) ? EntryOf(process) : null)
            .OfType<Entry>();

    // The second field is the program's name in parentheses, in which anything may stand.
    private static Entry? EntryOf(int process)
    {
        try
        {
            var status = File.ReadAllText($"/proc/{process}/stat");
            var fields = status[(status.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return new(process, IsOver: fields[0] is "Z" or "X", int.Parse(fields[1], CultureInfo.InvariantCulture), int.Parse(fields[2], CultureInfo.InvariantCulture));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It ended meanwhile.
            return null;
        }
    }

    /// <summary>What /proc says of a process. Immutable.</summary>
    /// <seealso href="https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html"/>
    private sealed record Entry(int Process, bool IsOver, int Parent, int Group);

    private static partial class Native
    {
        [LibraryImport("libc")]
        public static partial int kill(int process, int signal);
    }
}
