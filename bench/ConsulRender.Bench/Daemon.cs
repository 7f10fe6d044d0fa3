using System.Diagnostics;

namespace ConsulRender.Bench;

/// <summary>A contestant running as a daemon with one template and one destination in a directory of its own; owned by the measurement.</summary>
internal sealed class Daemon : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly FileArrivals _arrivals;
    private readonly string _destination;

    /// <summary>Starts it.</summary>
    public Daemon(Contestant contestant, string directory, string agent, string template)
    {
        var folder = Directory.CreateDirectory(Path.Combine(directory, Guid.NewGuid().ToString("N"))).FullName;
        _destination = Path.Combine(folder, "out");
        _arrivals = new FileArrivals(folder);
        Contestant = contestant;
        _process = Process.Start(new ProcessStartInfo(
            contestant.Program, Contestant.DaemonArguments(agent, contestant.WriteTemplate(directory, Path.GetFileName(folder), template), _destination)))!;
    }

    /// <summary>Who this is.</summary>
    public Contestant Contestant { get; }

    /// <summary>CPU time so far, in microseconds.</summary>
    public double CpuMicroseconds => ProcessFigures.CpuNanoseconds(_process.Id) / 1e3;

    /// <summary>Resident memory now, in MB.</summary>
    public double ResidentMegabytes => ProcessFigures.ResidentMegabytes(_process.Id);

    /// <summary>Waits until the file holds a text.</summary>
    public void WaitFor(string text)
    {
        var watch = Stopwatch.StartNew();
        while (!File.Exists(_destination) || !File.ReadAllText(_destination).Contains(text, StringComparison.Ordinal))
        {
            if (_process.HasExited || watch.Elapsed > Patience)
            {
                throw new InvalidOperationException($"{Contestant.Name} did not write \"{text.TrimEnd()}\"");
            }

            _arrivals.Wait(TimeSpan.FromMilliseconds(200));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _arrivals.Dispose();
    }
}
