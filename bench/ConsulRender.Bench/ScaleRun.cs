using System.Diagnostics;

namespace ConsulRender.Bench;

/// <summary>One contestant with one agent and its fleet, from start to end; owned by the measurement.</summary>
internal sealed class ScaleRun(BenchOptions options, Contestant contestant, BenchAgent agent, FleetChanges changes, string directory)
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan ChangePatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RestOfOneService = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(3);

    private readonly ScaleFigures _figures = new();
    private readonly Fleet _fleet = changes.Fleet;

    /// <summary>Measures everything; what comes after the first file has no figures when there is none.</summary>
    public ScaleFigures Measure()
    {
        using var probe = new NewClientProbe(agent.Port);
        // This takes the time too that Consul needs to come to rest after it has been filled.
        using (var writer = new KeyWriter(agent.Port))
        {
            _figures.BusyAlone.Add(AgentCpu(() => FleetLoad.Run(writer, changes, CpuTimeAlone)));
        }

        if (Watch(probe) is { } file)
        {
            Compare(file);
            Pause.For(Settling);
            _figures.IdleAlone.Add(AgentCpu(() => probe.Spare(() => Pause.For(CpuTimeAlone))));
        }

        _figures.Refused.Add(probe.Refused);
        Progress($"{probe.Refused} of {probe.Asked} other clients refused");
        return _figures;
    }

    private TimeSpan CpuTime => _fleet.Size.CpuTime(options.Quick);

    private TimeSpan CpuTimeAlone => _fleet.Size.CpuTimeAlone(options.Quick);

    private byte[]? Watch(NewClientProbe probe)
    {
        using var daemon = new Daemon(contestant, directory, agent.Address, contestant.CatalogTemplate, agent.Certificate?.AuthorityFile);
        using var connections = new ConnectionCount(daemon.ProcessId, agent.Port, agent.SecurePort);
        byte[]? file = null;
        if (daemon.Await(() => _fleet.Differences(daemon.Bytes()) == 0, StartPatience) is { } arrived)
        {
            _figures.FirstFile.Add(Stopwatch.GetElapsedTime(daemon.Started, arrived).TotalSeconds);
            file = Follow(daemon, connections, probe);
        }
        else
        {
            Progress($"no complete file after {StartPatience.TotalSeconds} s {daemon.LastLines}".TrimEnd());
        }

        _figures.MostConnections.Add(connections.Most);
        return file;
    }

    private byte[] Follow(Daemon daemon, ConnectionCount connections, NewClientProbe probe)
    {
        Pause.For(Settling);
        _figures.QuietConnections.Add(connections.Now());
        using var writer = new KeyWriter(agent.Port);
        ChangeQuietServices(daemon, writer);
        ChangeOneService(daemon, writer);
        Cpu(_figures.Busy, daemon, () => FleetLoad.Run(writer, changes, CpuTime));
        AwaitLastChange(daemon);
        Pause.For(Settling);
        Cpu(_figures.Idle, daemon, () => probe.Spare(() => Pause.For(CpuTime)));
        _figures.Resident.Add(daemon.ResidentMegabytes);
        _figures.Peak.Add(ProcessFigures.PeakMegabytes(daemon.ProcessId));
        return daemon.Bytes().ToArray();
    }

    private void ChangeQuietServices(Daemon daemon, KeyWriter writer)
    {
        var kinds = new Dictionary<string, Samples>();
        for (var round = 0; round < _fleet.Size.IsolatedRounds(options.Quick); round++)
        {
            var change = changes.Isolated(round);
            var milliseconds = Change(daemon, writer, change, _fleet.Size.Rest);
            (change.Kind is "port" or "check" ? _figures.Isolated : _figures.IsolatedRare).Add(milliseconds);
            kinds.TryAdd(change.Kind, new());
            kinds[change.Kind].Add(milliseconds);
        }

        Progress("isolated changes, p50 by kind: " + string.Join(", ", kinds.Select(kind => $"{kind.Key} {kind.Value.Median:0.0} ms")));
    }

    // The first change of a service only makes it one that has just changed.
    private void ChangeOneService(Daemon daemon, KeyWriter writer)
    {
        for (var turn = 0; turn < (options.Quick ? 1 : 2); turn++)
        {
            var service = changes.AnyService();
            Change(daemon, writer, changes.OfService(service, 0), RestOfOneService);
            for (var round = 1; round <= 15; round++)
            {
                _figures.Repeated.Add(Change(daemon, writer, changes.OfService(service, round), RestOfOneService));
            }
        }
    }

    private double Change(Daemon daemon, KeyWriter writer, FleetChange change, TimeSpan rest)
    {
        var expected = new ExpectedLines(_fleet, change);
        var start = Stopwatch.GetTimestamp();
        writer.Send(change.Path, change.Body);
        var arrived = daemon.Await(() => expected.AreIn(daemon.Bytes()), ChangePatience);
        writer.ReceiveAnswer();
        if (arrived is null)
        {
            Progress($"a change ({change.Kind}) was not in the file after {ChangePatience.TotalSeconds} s: {change.Body}");
        }

        Pause.For(rest);
        return (arrived is { } end ? Stopwatch.GetElapsedTime(start, end) : ChangePatience).TotalMilliseconds;
    }

    private void Cpu(CpuFigures figures, Daemon daemon, Action work)
    {
        var (own, start) = (daemon.CpuMicroseconds, Stopwatch.GetTimestamp());
        figures.Agent.Add(AgentCpu(work));
        figures.Own.Add((daemon.CpuMicroseconds - own) * 100 / Stopwatch.GetElapsedTime(start).TotalMicroseconds);
    }

    private double AgentCpu(Action work)
    {
        var (cpu, start) = (agent.CpuMicroseconds, Stopwatch.GetTimestamp());
        work();
        return (agent.CpuMicroseconds - cpu) * 100 / Stopwatch.GetElapsedTime(start).TotalMicroseconds;
    }

    // Consul holds the connections of the ended daemon until something answers their questions, and the fresh run may need as many.
    private void Compare(byte[] file)
    {
        agent.Fill(changes.Wakes());
        if (FreshRun.Differences(contestant, directory, agent, file) is { } differences)
        {
            _figures.Differences.Add(differences);
        }
        else
        {
            Progress("a fresh -once gave no file");
        }
    }

    private void AwaitLastChange(Daemon daemon)
    {
        var start = Stopwatch.GetTimestamp();
        if (daemon.Await(() => _fleet.Differences(daemon.Bytes()) == 0, StartPatience) is { } arrived)
        {
            _figures.LastChange.Add(Stopwatch.GetElapsedTime(start, arrived).TotalMilliseconds);
        }
        else
        {
            Progress($"{_fleet.Differences(daemon.Bytes())} lines are still wrong {StartPatience.TotalSeconds} s after the load");
        }
    }

    private void Progress(string text) => Console.Error.WriteLine($"  {_fleet.Size}, {contestant.Name}: {text}");
}
