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
    /// <summary>A client of the agent; null when there is none to ask.</summary>
    /// <param name="maxConnections">The most connections to open at once; null is one for each watch.</param>
    public ConsulClient? CreateClient(int? maxConnections) => Agent is null ? null : new ConsulClient(Agent with { MaxConnections = maxConnections }, TimeProvider.System);

    /// <summary>The loop over the templates.</summary>
    public Runner CreateRunner(ConsulClient? client, bool once, ILogger log) =>
        Runner.Create(Settings, new RunnerOptions { Once = once, Dry = Dry ? Console.Out : null, Snapshot = Snapshot }, client, TimeProvider.System, log);
}
