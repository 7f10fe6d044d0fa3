using ConsulRender.Consul;
using Microsoft.Extensions.Logging;

namespace ConsulRender.Cli;

/// <summary>What is to be done, whichever way it is run; immutable.</summary>
/// <param name="Settings">The merged settings.</param>
/// <param name="Snapshot">The readings to begin with.</param>
/// <param name="Agent">How to reach the agent; null when the snapshot answers everything.</param>
/// <param name="Dry">Whether to print instead of write.</param>
internal sealed record Job(Settings.Settings Settings, Snapshot Snapshot, ConsulOptions? Agent, bool Dry)
{
    // Hundreds of reads finish soonest over a handful of connections: an agent answers one in a third of a millisecond, and a connection costs more.
    private const int ConnectionsOfOneRun = 4;

    /// <summary>A client of the agent; null when there is none to ask.</summary>
    public ConsulClient? CreateClient(bool once) => Agent is null ? null
        : new ConsulClient(once ? Agent with { MaxConnections = ConnectionsOfOneRun, IsShortRun = true } : Agent, TimeProvider.System);

    /// <summary>The loop over the templates.</summary>
    public Runner CreateRunner(ConsulClient? client, bool once, ILogger log) =>
        Runner.Create(Settings, new RunnerOptions { Once = once, Dry = Dry ? Console.Out : null, Snapshot = Snapshot }, client, TimeProvider.System, log);
}
