namespace ConsulRender.Bench;

/// <summary>What to measure and with what; immutable.</summary>
/// <param name="Binary">The published consulrender, or what is measured in its place.</param>
/// <param name="Peer">consul-template, or another consulrender, or null to measure alone.</param>
/// <param name="Launcher">The compiled launcher.c.</param>
/// <param name="Quick">Few rounds: to see that everything runs, not to quote.</param>
/// <param name="Parts">The parts asked for; empty means all.</param>
/// <param name="Sizes">The sizes that the part "scale" measures; empty means those of the issue.</param>
internal sealed record BenchOptions(
    string Binary, string? Peer, string Launcher, bool Quick, IReadOnlySet<string> Parts, IReadOnlyList<ScaleSize> Sizes)
{
    /// <summary>Reads the command line that bench/run makes.</summary>
    public static BenchOptions Parse(string[] arguments)
    {
        var parts = new HashSet<string>();
        var sizes = new List<ScaleSize>();
        var named = new Dictionary<string, string>();
        var quick = false;
        for (var index = 0; index < arguments.Length; index++)
        {
            switch (arguments[index])
            {
                case "--quick":
                    quick = true;
                    break;
                case "--binary" or "--peer" or "--launcher":
                    named[arguments[index]] = Path.GetFullPath(arguments[++index]);
                    break;
                case "--size":
                    sizes.Add(ScaleSize.Parse(arguments[++index]));
                    break;
                case "once" or "latency" or "memory" or "render" or "scale":
                    parts.Add(arguments[index]);
                    break;
                default:
                    throw new ArgumentException(
                        $"unknown argument {arguments[index]}; bench/run [--quick] [--size 1000x5[-tls]] [once] [latency] [memory] [render] [scale]");
            }
        }

        return new(named["--binary"], named.GetValueOrDefault("--peer"), named["--launcher"], quick, parts, sizes);
    }

    /// <summary>Whether a part is wanted.</summary>
    public bool Wants(string part) => Parts.Count == 0 || Parts.Contains(part);

    /// <summary>A count for the full run, or the smaller one for a quick run.</summary>
    public int Rounds(int full, int quick) => Quick ? quick : full;

    /// <summary>Ours, and the peer's when there is one.</summary>
    public IReadOnlyList<Contestant> Contestants =>
        Peer is null ? [new("ours", Binary)] : [new("ours", Binary), new("peer", Peer)];
}
