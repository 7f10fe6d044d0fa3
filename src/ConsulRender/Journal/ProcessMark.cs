using System.Globalization;

namespace ConsulRender.Journal;

/// <summary>One process and no other: its number alone may be another's after a while, or after a start of the host. Immutable.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Started">When it began, in the kernel's ticks since the host did.</param>
/// <param name="Boot">The kernel's name for this run of the host.</param>
/// <seealso href="https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html"/>
internal sealed record ProcessMark(int Id, long Started, string Boot)
{
    // The clock may have been set between the start of a process and what it wrote.
    private static readonly TimeSpan _doubt = TimeSpan.FromSeconds(10);

    /// <summary>This process.</summary>
    public static ProcessMark Mine { get; } = new(Environment.ProcessId, StartOf(Environment.ProcessId) ?? 0, ReadBoot());

    /// <summary>Whether the host was started anew since, so that also what was not durable may be lost.</summary>
    public bool IsOfEarlierBoot => Boot != Mine.Boot;

    /// <summary>Whether the process still runs; one that has ended and that nobody waited for does not.</summary>
    public bool IsAlive => !IsOfEarlierBoot && StartOf(Id) == Started;

    /// <summary>Whether a file with a process's number in its name may be one that this other process still needs.</summary>
    /// <param name="id">The number.</param>
    /// <param name="path">The file.</param>
    public static bool MayNeed(int id, string path)
    {
        // We have made nothing yet.
        if (id == Environment.ProcessId || StartOf(id) is null)
        {
            return false;
        }

        try
        {
            using var process = System.Diagnostics.Process.GetProcessById(id);
            return process.StartTime.ToUniversalTime() <= File.GetLastWriteTimeUtc(path) + _doubt;
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception or IOException or UnauthorizedAccessException)
        {
            return StartOf(id) is not null;
        }
    }

    // The name of the program, in parentheses, may hold anything.
    private static long? StartOf(int id)
    {
        try
        {
            var line = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/stat"));
            var fields = line[(line.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is "Z" or "X" ? null : long.Parse(fields[19], CultureInfo.InvariantCulture);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException or IndexOutOfRangeException)
        {
            return null;
        }
    }

    private static string ReadBoot()
    {
        try
        {
            return File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
