using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace ConsulRender.Bench;

/// <summary>A contestant running as a daemon with one template and one destination in a directory of its own; owned by the measurement.</summary>
internal sealed class Daemon : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly FileArrivals _arrivals;
    private readonly ConcurrentQueue<string> _lastLines = new();
    private byte[] _bytes = new byte[65_536];

    /// <summary>Starts it; over TLS it trusts the authority in that file.</summary>
    public Daemon(Contestant contestant, string directory, string agent, string template, string? authority = null)
    {
        var folder = Directory.CreateDirectory(Path.Combine(directory, Guid.NewGuid().ToString("N"))).FullName;
        Destination = Path.Combine(folder, "out");
        _arrivals = new FileArrivals(folder);
        Contestant = contestant;
        var written = contestant.WriteTemplate(directory, Path.GetFileName(folder), template);
        Started = Stopwatch.GetTimestamp();
        _process = Process.Start(new ProcessStartInfo(
            contestant.Program, Contestant.DaemonArguments(agent, written, Destination, authority))
        {
            RedirectStandardError = true,
            Environment = { ["CONSULRENDER_STATE_DIR"] = Path.Combine(folder, ".state") },
        })!;
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginErrorReadLine();
    }

    /// <summary>Who this is.</summary>
    public Contestant Contestant { get; }

    /// <summary>The file that it writes.</summary>
    public string Destination { get; }

    /// <summary>When it was started, as Stopwatch tells time.</summary>
    public long Started { get; }

    /// <summary>Its process.</summary>
    public int ProcessId => _process.Id;

    /// <summary>CPU time so far, in microseconds.</summary>
    public double CpuMicroseconds => ProcessFigures.CpuNanoseconds(_process.Id) / 1e3;

    /// <summary>Resident memory now, in MB.</summary>
    public double ResidentMegabytes => ProcessFigures.ResidentMegabytes(_process.Id);

    /// <summary>The last that it wrote to standard error.</summary>
    public string LastLines => string.Join('\n', _lastLines);

    /// <summary>Waits until the file holds a text.</summary>
    public void WaitFor(string text)
    {
        if (Await(() => File.ReadAllText(Destination).Contains(text, StringComparison.Ordinal), Patience) is null)
        {
            throw new InvalidOperationException($"{Contestant.Name} did not write \"{text.TrimEnd()}\"\n{LastLines}");
        }
    }

    /// <summary>Waits until the file is as it should be, and tells when that file arrived; null when patience ran out.</summary>
    public long? Await(Func<bool> isThere, TimeSpan patience)
    {
        var start = Stopwatch.GetTimestamp();
        var arrived = start;
        while (!File.Exists(Destination) || !isThere())
        {
            if (_process.HasExited)
            {
                throw new InvalidOperationException($"{Contestant.Name} ended\n{LastLines}");
            }

            if (Stopwatch.GetElapsedTime(start) > patience)
            {
                return null;
            }

            _arrivals.Wait(TimeSpan.FromMilliseconds(200));
            arrived = Stopwatch.GetTimestamp();
        }

        return arrived;
    }

    /// <summary>What the file holds now; the bytes are good until the next call.</summary>
    public ReadOnlySpan<byte> Bytes()
    {
        using var file = File.OpenHandle(Destination);
        var length = (int)RandomAccess.GetLength(file);
        if (_bytes.Length < length)
        {
            _bytes = new byte[length * 2];
        }

        return _bytes.AsSpan(0, RandomAccess.Read(file, _bytes.AsSpan(0, length), 0));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // So that whoever watches it from outside sees it end. SIGINT ends both programs; consul-template does nothing at a SIGTERM.
        using (var stop = Process.Start("kill", ["-INT", _process.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            stop.WaitForExit();
        }

        if (!_process.WaitForExit(Patience))
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
        _arrivals.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is not null)
        {
            _lastLines.Enqueue(line);
        }

        while (_lastLines.Count > 10)
        {
            _lastLines.TryDequeue(out _);
        }
    }
}
