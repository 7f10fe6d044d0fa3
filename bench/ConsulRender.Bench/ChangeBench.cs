using System.Diagnostics;

namespace ConsulRender.Bench;

/// <summary>Time from a KV write to the file, and CPU per change, with all daemons up and each on keys of its own.</summary>
internal sealed class ChangeBench(BenchOptions options, string directory)
{
    /// <summary>Measures with 1 and 100 keys in the template.</summary>
    public IEnumerable<Row> Run()
    {
        foreach (var keys in (int[])[1, 100])
        {
            using var agent = BenchAgent.Start();
            using var writer = new KeyWriter(agent.Port);
            var runs = options.Contestants.Select(contestant => new Follower(contestant, directory, agent, keys)).ToList();
            try
            {
                Change(runs, writer, options.Rounds(keys == 1 ? 1000 : 400, 60));
            }
            finally
            {
                runs.ForEach(run => run.Dispose());
            }

            foreach (var row in Rows(keys, runs[0], runs.Count > 1 ? runs[1] : null))
            {
                yield return row;
            }
        }
    }

    private static void Change(List<Follower> runs, KeyWriter writer, int rounds)
    {
        for (var warmUp = 0; warmUp < 10; warmUp++)
        {
            runs.ForEach(run => run.Change(writer, $"warm-{warmUp}"));
        }

        runs.ForEach(run => run.Begin());
        for (var round = 0; round < rounds; round++)
        {
            foreach (var run in round % 2 == 0 ? runs : Enumerable.Reverse(runs))
            {
                run.Change(writer, $"value-{round}");
            }
        }

        runs.ForEach(run => run.End());
    }

    private static IEnumerable<Row> Rows(int keys, Follower ours, Follower? peers)
    {
        Row Percentile(int percent, Target target) => new(
            $"KV write to file, {keys} keys: p{percent}, ms",
            Samples.Of(ours.Latency.Percentile(percent)),
            peers is null ? null : Samples.Of(peers.Latency.Percentile(percent)),
            target);

        yield return Percentile(50, keys == 1 ? Target.Times(0.85) : Target.None);
        yield return Percentile(99, keys == 1 ? Target.Times(1.0) : Target.None);
        yield return new($"CPU per change, {keys} keys, us", ours.Cpu, peers?.Cpu, Target.Times(keys == 1 ? 0.55 : 0.35));
    }

    /// <summary>One daemon with its keys and its figures; owned by the measurement.</summary>
    private sealed class Follower : IDisposable
    {
        private readonly string _prefix;
        private readonly Daemon _daemon;
        private double _cpuAtStart;

        public Follower(Contestant contestant, string directory, BenchAgent agent, int keys)
        {
            _prefix = $"bench/{contestant.Name}";
            for (var key = 0; key < keys; key++)
            {
                agent.PutKey($"{_prefix}/{key}", "start");
            }

            var names = Enumerable.Range(0, keys).Select(key => $"{_prefix}/{key}");
            _daemon = new Daemon(contestant, directory, agent.Address, contestant.KeysTemplate(names));
            _daemon.WaitFor("start\n");
        }

        public Samples Latency { get; } = new();

        public Samples Cpu { get; } = new();

        public void Begin()
        {
            Latency.Clear();
            _cpuAtStart = _daemon.CpuMicroseconds;
        }

        public void Change(KeyWriter writer, string value)
        {
            var start = Stopwatch.GetTimestamp();
            writer.Send($"kv/{_prefix}/0", value);
            _daemon.WaitFor(value + "\n");
            Latency.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            writer.ReceiveAnswer();
        }

        // What a daemon still does after its file is in place, such as asking again, is part of the change.
        public void End()
        {
            Pause.For(TimeSpan.FromMilliseconds(50));
            Cpu.Add((_daemon.CpuMicroseconds - _cpuAtStart) / Latency.Count);
        }

        public void Dispose() => _daemon.Dispose();
    }
}
