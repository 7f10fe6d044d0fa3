using ConsulRender.Consul;
using Microsoft.Extensions.Logging;

namespace ConsulRender.Cli;

/// <summary>What is to be done, whichever way it is run; immutable.</summary>
/// <param name="Settings">The merged settings.</param>
/// <param name="Snapshot">The readings to begin with.</param>
/// <param name="Agents">How to reach each agent; null when the snapshot answers everything.</param>
/// <param name="Dry">Whether to print instead of write.</param>
internal sealed record Job(Settings.Settings Settings, Snapshot Snapshot, IReadOnlyList<ConsulOptions>? Agents, bool Dry)
{
    /// <summary>Clients of the agents, which connect when they are first asked; null when there is nobody to ask.</summary>
    /// <param name="maxConnections">The most connections to open to each at once; null is one for each watch.</param>
    /// <param name="warn">Is told what is wrong with a connection and stops nothing yet.</param>
    public Agents? CreateClients(int? maxConnections, Action<string>? warn = null) => Agents is null
        ? null
        : new Agents([.. Agents.Select(agent => new ConsulClient(agent with { MaxConnections = maxConnections, Warn = warn }, TimeProvider.System))]);

    /// <summary>The loop over the templates.</summary>
    public Runner CreateRunner(Agents? agents, bool once, ILogger log) =>
        Runner.Create(Settings, new RunnerOptions { Once = once, Dry = Dry ? Console.Out : null, Snapshot = Snapshot }, agents, TimeProvider.System, log);
}
