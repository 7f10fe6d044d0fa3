using System.Globalization;

namespace ConsulRender.Bench;

/// <summary>How many connections to an agent's ports a process has established, looked at ten times a second; owned by the run.</summary>
internal sealed class ConnectionCount : IDisposable
{
    private const string Established = "01";
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource _stop = new();
    private readonly int _processId;
    private readonly HashSet<string> _ports;
    private readonly Task _running;
    private int _most;

    /// <summary>Begins to look.</summary>
    public ConnectionCount(int processId, params IEnumerable<int> ports)
    {
        _processId = processId;
        _ports = [.. ports.Select(port => port.ToString("X4", CultureInfo.InvariantCulture))];
        _running = Task.Run(RunAsync);
    }

    /// <summary>The most that were seen.</summary>
    public int Most => Volatile.Read(ref _most);

    /// <summary>As many as there are now.</summary>
    public int Now()
    {
        var own = Sockets();
        // .NET opens sockets for both families, so its connections to 127.0.0.1 stand in the second list.
        return Connections("/proc/net/tcp").Concat(Connections("/proc/net/tcp6")).Count(own.Contains);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        _running.Wait();
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            Volatile.Write(ref _most, Math.Max(_most, Now()));
            await Task.Delay(Interval, TimeProvider.System);
        }
    }

    private HashSet<string> Sockets()
    {
        const string prefix = "socket:[";
        var inodes = new HashSet<string>();
        try
        {
            foreach (var file in new DirectoryInfo($"/proc/{_processId}/fd").EnumerateFiles())
            {
                if (file.LinkTarget is { } target && target.StartsWith(prefix, StringComparison.Ordinal))
                {
                    inodes.Add(target[prefix.Length..^1]);
                }
            }
        }
        catch (IOException)
        {
            // The process has ended, or has closed one while it was looked at; the next look comes soon.
        }

        return inodes;
    }

    // The fields of a line: number, local, remote, state, queues, timer, retransmissions, user, timeout, inode.
    private IEnumerable<string> Connections(string list) => File.ReadLines(list).Skip(1)
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Where(fields => fields[3] == Established && _ports.Contains(fields[2][(fields[2].IndexOf(':', StringComparison.Ordinal) + 1)..]))
        .Select(fields => fields[9]);
}
