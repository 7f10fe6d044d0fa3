using System.Diagnostics;
using System.Globalization;

namespace ConsulRender.Bench;

/// <summary>Wall time and peak memory of whole <c>-once</c> processes, the contestants taking turns.</summary>
internal sealed class OnceBench(BenchOptions options, string directory)
{
    /// <summary>Measures with 1, 100 and 300 keys.</summary>
    public IEnumerable<Row> Run()
    {
        using var agent = BenchAgent.Start();
        for (var key = 0; key < 300; key++)
        {
            agent.PutKey($"bench/{key}", $"value-{key}");
        }

        foreach (var (keys, rounds, wall, peak) in Plan())
        {
            var turns = options.Contestants.Select(contestant => new Turn(contestant, directory, agent.Address, keys, options.Launcher)).ToList();
            for (var round = -2; round < rounds; round++)
            {
                Take(turns, round);
            }

            Expect(turns);
            var peer = turns.Count > 1 ? turns[1] : null;
            yield return new($"-once, {keys} keys: wall, ms", turns[0].Wall, peer?.Wall, wall);
            yield return new($"-once, {keys} keys: peak memory, MB", turns[0].Peak, peer?.Peak, peak);
        }
    }

    private (int Keys, int Rounds, Target Wall, Target Peak)[] Plan() =>
    [
        (1, options.Rounds(60, 10), Target.Times(0.75), Target.Times(0.9)),
        (100, options.Rounds(25, 5), Target.Times(0.3), Target.None),
        (300, options.Rounds(15, 3), Target.Times(0.3), Target.None),
    ];

    // Who goes first changes with each round; the first two rounds only warm the page cache.
    private static void Take(List<Turn> turns, int round)
    {
        foreach (var turn in round % 2 == 0 ? turns : Enumerable.Reverse(turns))
        {
            turn.Take(keep: round >= 0);
        }
    }

    private static void Expect(List<Turn> turns)
    {
        if (turns.Select(turn => File.ReadAllText(turn.Destination)).Distinct().Count() > 1)
        {
            throw new InvalidOperationException("the contestants wrote different files");
        }
    }

    /// <summary>One contestant's run with some keys, and its figures; owned by the measurement.</summary>
    private sealed class Turn(Contestant contestant, string directory, string agent, int keys, string launcher)
    {
        private readonly string _template = contestant.WriteTemplate(
            directory, $"once-{keys}", contestant.KeysTemplate(Enumerable.Range(0, keys).Select(key => $"bench/{key}")));

        public string Destination { get; } = Path.Combine(directory, $"{contestant.Name}-once-{keys}.out");

        public Samples Wall { get; } = new();

        public Samples Peak { get; } = new();

        public void Take(bool keep)
        {
            File.Delete(Destination);
            string[] arguments = [contestant.Program, .. Contestant.OnceArguments(agent, _template, Destination)];
            using var process = Process.Start(new ProcessStartInfo(launcher, arguments)
            {
                RedirectStandardOutput = true,
                // What other runs have left on this machine must not be looked through.
                Environment = { ["CONSULRENDER_STATE_DIR"] = Path.Combine(directory, ".state") },
            })!;
            var words = process.StandardOutput.ReadToEnd().Split(' ');
            process.WaitForExit();
            if (process.ExitCode != 0 || words[2].Trim() != "0" || !File.Exists(Destination))
            {
                throw new InvalidOperationException($"{contestant.Name} failed: {string.Join(' ', arguments)}");
            }

            if (keep)
            {
                Wall.Add(double.Parse(words[0], CultureInfo.InvariantCulture) / 1e6);
                Peak.Add(double.Parse(words[1], CultureInfo.InvariantCulture) / 1024);
            }
        }
    }
}
