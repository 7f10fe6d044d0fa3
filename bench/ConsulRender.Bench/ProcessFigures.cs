using System.Globalization;
using System.Runtime.InteropServices;

namespace ConsulRender.Bench;

/// <summary>CPU time and resident memory of another process, as the kernel counts them.</summary>
internal static partial class ProcessFigures
{
    /// <summary>CPU time of all its threads, also those that have ended, in nanoseconds: /proc counts in hundredths of a second only.</summary>
    public static long CpuNanoseconds(int processId)
    {
        const int scheduled = 2;
        return ClockGetTime((~processId << 3) | scheduled, out var time) == 0
            ? (time.Seconds * 1_000_000_000) + time.Nanoseconds
            : throw new InvalidOperationException($"no CPU clock for process {processId}");
    }

    /// <summary>Resident memory in MB.</summary>
    public static double ResidentMegabytes(int processId) => Megabytes(processId, "VmRSS:");

    /// <summary>The most that was ever resident, in MB.</summary>
    public static double PeakMegabytes(int processId) => Megabytes(processId, "VmHWM:");

    private static double Megabytes(int processId, string field)
    {
        var line = File.ReadLines($"/proc/{processId}/status").Single(line => line.StartsWith(field, StringComparison.Ordinal));
        return double.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int ClockGetTime(int clock, out TimeSpecification time);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpecification
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
