namespace ConsulRender.Bench;

/// <summary>Resident memory of daemons that watch 1, 100 and 190 services, fresh and after many changes.</summary>
internal sealed class MemoryBench(BenchOptions options, string directory)
{
    private const int InstancesEach = 2;

    /// <summary>Measures; the targets are the issue's, each at the number of services it names.</summary>
    public IEnumerable<Row> Run()
    {
        var changes = options.Rounds(1000, 100);
        foreach (var services in (int[])[1, 100, 190])
        {
            var fresh = new List<Samples>();
            var later = new List<Samples>();
            foreach (var contestant in options.Contestants)
            {
                var (before, after) = Measure(contestant, services, changes);
                fresh.Add(Samples.Of(before));
                later.Add(Samples.Of(after));
            }

            yield return new($"resident, {services} services: fresh, MB", fresh[0], fresh.ElementAtOrDefault(1), Fresh(services));
            yield return new(
                $"resident, {services} services: after {changes} changes, MB", later[0], later.ElementAtOrDefault(1), Target.Times(1.0));
        }
    }

    private static Target Fresh(int services) => services switch
    {
        1 => Target.Times(1.2),
        190 => Target.Times(0.6),
        _ => Target.None,
    };

    // One contestant at a time, each with a fresh agent: memory does not depend on the moment, and nobody shares the CPU.
    private (double Fresh, double Later) Measure(Contestant contestant, int services, int changes)
    {
        using var agent = BenchAgent.Start();
        string[] names = [.. Enumerable.Range(0, services).Select(service => $"bench-{service}")];
        foreach (var name in names)
        {
            for (var instance = 0; instance < InstancesEach; instance++)
            {
                agent.Register(name, instance, 20_000 + instance);
            }
        }

        using var writer = new KeyWriter(agent.Port);
        using var daemon = new Daemon(contestant, directory, agent.Address, contestant.ServicesTemplate(names));
        daemon.WaitFor(":20000\n");
        Pause.For(TimeSpan.FromSeconds(options.Quick ? 2 : 10));
        var fresh = daemon.ResidentMegabytes;
        for (var change = 0; change < changes; change++)
        {
            writer.Send("catalog/register", BenchAgent.Registration(names[change % services], 0, 30_000 + change));
            daemon.WaitFor($":{30_000 + change}\n");
            writer.ReceiveAnswer();
        }

        Pause.For(TimeSpan.FromSeconds(options.Quick ? 1 : 5));
        return (fresh, daemon.ResidentMegabytes);
    }
}
