namespace ConsulRender.Bench;

/// <summary>Thousands of services through a server agent with its default limits, with one template that lists them all.</summary>
internal sealed class ScaleBench(BenchOptions options, string directory)
{
    /// <summary>Measures; the targets are those of issue 4, in figures of our own.</summary>
    public IEnumerable<Row> Run()
    {
        foreach (var size in Sizes)
        {
            var figures = Contestants(size).Select(contestant => Measure(size, contestant)).ToList();
            foreach (var row in new ScaleRows(size, figures[0], figures.ElementAtOrDefault(1)).All())
            {
                yield return row;
            }
        }
    }

    private IReadOnlyList<ScaleSize> Sizes => options.Sizes.Count > 0 ? options.Sizes : options.Quick ? [ScaleSize.Quick] : ScaleSize.All;

    // What consul-template cannot do with 1,000 services is not tried with more.
    private IEnumerable<Contestant> Contestants(ScaleSize size) =>
        options.Contestants.Where(contestant => contestant.SpeaksLiquid || size.Services <= 1_000);

    // Each has an agent of its own, because Consul counts the connections of a daemon that has ended until their questions end too.
    private ScaleFigures Measure(ScaleSize size, Contestant contestant)
    {
        Console.Error.WriteLine($"  {size}, {contestant.Name}");
        var state = StateDirectory();
        try
        {
            using var agent = BenchAgent.StartServer(state, size.IsTls ? AgentCertificate.Make(state) : null);
            var changes = new FleetChanges(new Fleet(size));
            agent.Fill(changes.Registrations());
            return new ScaleRun(options, contestant, agent, changes, directory).Measure();
        }
        finally
        {
            Directory.Delete(state, recursive: true);
        }
    }

    // Raft writes to disk before it answers; in memory what is measured is Consul and not the disk.
    private string StateDirectory()
    {
        const string memory = "/dev/shm";
        var parent = Directory.Exists(memory) ? memory : directory;
        return Directory.CreateDirectory(Path.Combine(parent, $"consulrender-bench-{Guid.NewGuid():N}")).FullName;
    }
}
