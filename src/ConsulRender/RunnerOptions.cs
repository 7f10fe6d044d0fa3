using System.Diagnostics.CodeAnalysis;
using ConsulRender.ColdStarts;
using ConsulRender.Consul;
using ConsulRender.Files;
using ConsulRender.Planning;
using ConsulRender.Processes;
using ConsulRender.State;

namespace ConsulRender;

/// <summary>How a <see cref="Runner"/> runs; immutable.</summary>
public sealed record RunnerOptions
{
    /// <summary>Whether it ends when every group was applied or failed. Default false: it runs until cancelled.</summary>
    public bool Once { get; init; }

    /// <summary>Where the text goes instead of the disk; nothing is run then. Default null: the destinations.</summary>
    public TextWriter? Dry { get; init; }

    /// <summary>The supervised child, made from the settings. Default: none.</summary>
    internal ChildProcess? Child { get; init; }

    /// <summary>Is told what would become of each file, instead of the change, when everything is there; nothing is written or run then. Default: nobody.</summary>
    public Action<PlannedFile>? Planned { get; init; }

    /// <summary>Patterns of keys whose values a plan does not show. Default none.</summary>
    public IReadOnlyList<string> Redact { get; init; } = [];

    /// <summary>How much of its splay a change is put off, from 0 to 1. Default: random.</summary>
    public Func<double> SplayFraction { get; init; } = RandomFraction;

    /// <summary>Where what must outlive the process is kept. Default: nowhere, so that a change cut short by a kill stays so.</summary>
    public StateDirectory? State { get; init; }

    /// <summary>Where readings are kept for a start without Consul. Default: nowhere, so that such a start waits.</summary>
    public ColdStartOptions? ColdStart { get; init; }

    /// <summary>The readings to begin with, such as a fixture's. Default: none.</summary>
    public Snapshot Snapshot { get; init; } = Snapshot.Empty;

    /// <summary>Takes note of the files that templates are read from. Default: nobody wants to know.</summary>
    public SourceFiles? Files { get; init; }

    /// <summary>Is told the status at the end of each turn, inside the loop, so it must not take long. Default: nobody.</summary>
    public Action<RunnerStatus>? Published { get; init; }

    [SuppressMessage("Security", "CA5394", Justification = "Whoever guesses when a host reloads has won nothing.")]
    private static double RandomFraction() => Random.Shared.NextDouble();
}
