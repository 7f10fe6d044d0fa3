using ConsulRender.ColdStarts;
using ConsulRender.Consul;
using ConsulRender.Files;
using ConsulRender.State;
using Microsoft.Extensions.Logging;

namespace ConsulRender.Cli;

/// <summary>What is to be done, whichever way it is run; immutable.</summary>
/// <param name="Settings">The merged settings.</param>
/// <param name="Snapshot">The readings to begin with.</param>
/// <param name="Agents">How to reach each agent; null when the snapshot answers everything.</param>
/// <param name="Dry">Whether to print instead of write.</param>
internal sealed record Job(Settings.Settings Settings, Snapshot Snapshot, IReadOnlyList<ConsulOptions>? Agents, bool Dry)
{
    /// <summary>What the templates were read from, filled by <see cref="CreateRunner"/>.</summary>
    public SourceFiles Files { get; init; } = new();

    /// <summary>What is probably not what was meant in the settings, one line each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Where what must outlive the process is kept; null for none.</summary>
    public StateDirectory? State { get; init; }

    /// <summary>How old saved readings may be that a short run uses when Consul gives no answer; null when it uses none.</summary>
    public TimeSpan? AllowStale { get; init; }

    /// <summary>Where readings are kept for a start without Consul; null for nowhere.</summary>
    public ColdStartOptions? ColdStart { get; init; }

    // Hundreds of reads finish soonest over a handful of connections: an agent answers one in a third of a millisecond, and a connection costs more.
    private const int ConnectionsOfOneRun = 4;

    /// <summary>Clients of the agents, which connect when they are first asked; null when there is nobody to ask.</summary>
    /// <param name="once">Whether they are for one run.</param>
    /// <param name="warn">Is told what is wrong with a connection and stops nothing yet.</param>
    public Agents? CreateClients(bool once, Action<string>? warn = null) => Agents is null
        ? null
        : new Agents([.. Agents.Select(agent => new ConsulClient(Options(agent, once) with { Warn = warn }, TimeProvider.System))]);

    /// <summary>The loop over the templates.</summary>
    /// <param name="agents">Whom it asks.</param>
    /// <param name="once">Whether it ends when every group was applied or failed.</param>
    /// <param name="log">Where it says what it did.</param>
    /// <param name="published">Is told the status after each turn.</param>
    public Runner CreateRunner(Agents? agents, bool once, ILogger log, Action<RunnerStatus>? published = null) => Runner.Create(
        Settings,
        new RunnerOptions
        {
            Once = once,
            Dry = Dry ? Console.Out : null,
            Snapshot = Snapshot,
            Published = published,
            Files = once ? null : Files,
            State = Dry ? null : State,
            ColdStart = ColdStart,
        },
        agents,
        TimeProvider.System,
        log);

    private static ConsulOptions Options(ConsulOptions agent, bool once) => once ? agent with { MaxConnections = ConnectionsOfOneRun, IsShortRun = true } : agent;
}
