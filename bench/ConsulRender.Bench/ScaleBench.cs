using System.Diagnostics;

namespace ConsulRender.Bench;

/// <summary>Thousands of services through a server agent with its default limits, with one template that lists them all.</summary>
internal sealed class ScaleBench(BenchOptions options, string directory)
{
    /// <summary>Measures; the targets are those of issue 4, in figures of our own.</summary>
    public IEnumerable<Row> Run()
    {
        foreach (var size in Sizes)
        {
            Console.Error.WriteLine($"  {size}");
            var state = StateDirectory();
            try
            {
                foreach (var row in Measure(size, state))
                {
                    yield return row;
                }
            }
            finally
            {
                Directory.Delete(state, recursive: true);
            }
        }
    }

    private IReadOnlyList<ScaleSize> Sizes => options.Sizes.Count > 0 ? options.Sizes : options.Quick ? [ScaleSize.Quick] : ScaleSize.All;

    // What cannot be done with 1,000 services is not tried with more.
    private IEnumerable<Contestant> Contestants(ScaleSize size) =>
        options.Contestants.Where(contestant => contestant.SpeaksLiquid || size.Services <= 1_000);

    // Raft writes to disk before it answers; in memory what is measured is Consul and not the disk.
    private string StateDirectory()
    {
        const string memory = "/dev/shm";
        var parent = Directory.Exists(memory) ? memory : directory;
        return Directory.CreateDirectory(Path.Combine(parent, $"consulrender-bench-{Guid.NewGuid():N}")).FullName;
    }

    private IEnumerable<Row> Measure(ScaleSize size, string state)
    {
        using var agent = BenchAgent.StartServer(state, size.IsTls ? AgentCertificate.Make(state) : null);
        var changes = new FleetChanges(new Fleet(size));
        agent.Fill(changes.Registrations());
        // This takes the time too that Consul needs to come to rest after the filling.
        var (busy, idle) = (new Samples(), new Samples());
        using (var writer = new KeyWriter(agent.Port))
        {
            Unwatched(agent, busy, () => FleetLoad.Run(writer, changes, size.CpuTime(options.Quick) / 2));
        }

        var figures = Contestants(size)
            .Select(contestant => new ScaleRun(options, contestant, agent, changes, directory).Measure()).ToList();
        Unwatched(agent, idle, () => Pause.For(size.CpuTime(options.Quick) / 2));
        return new ScaleRows(size, figures[0], figures.ElementAtOrDefault(1)).All(idle, busy);
    }

    // With the probe, because it is there also when somebody watches.
    private static void Unwatched(BenchAgent agent, Samples percent, Action work)
    {
        using var probe = new NewClientProbe(agent.Port);
        var (cpu, start) = (agent.CpuMicroseconds, Stopwatch.GetTimestamp());
        work();
        percent.Add((agent.CpuMicroseconds - cpu) * 100 / Stopwatch.GetElapsedTime(start).TotalMicroseconds);
    }
}
