using System.Globalization;

namespace ConsulRender.AcceptanceTests.Harness;

/// <summary>Counts the TCP connections of a process, as the system sees them. Stateless.</summary>
public static class Connections
{
    /// <summary>How many connections a process has to a port, in whatever state.</summary>
    public static int Of(int processId, int port)
    {
        var sockets = new HashSet<string>(StringComparer.Ordinal);
        foreach (var descriptor in Directory.EnumerateFiles($"/proc/{processId}/fd"))
        {
            // A descriptor may be closed while it is looked at.
            if (new FileInfo(descriptor).LinkTarget is { } name && name.StartsWith("socket:[", StringComparison.Ordinal))
            {
                sockets.Add(name["socket:[".Length..^1]);
            }
        }

        var suffix = ":" + port.ToString("X4", CultureInfo.InvariantCulture);

        // While it is read, a line may come twice.
        return File.ReadLines("/proc/net/tcp")
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(fields => fields.Length > 9 && fields[2].EndsWith(suffix, StringComparison.Ordinal) && sockets.Contains(fields[9]))
            .DistinctBy(fields => fields[9])
            .Count();
    }
}
