using ConsulRender.Consul;
using Microsoft.Extensions.Logging;

namespace ConsulRender.Cli;

/// <summary>What is to be done, whichever way it is run; immutable.</summary>
/// <param name="Settings">The merged settings.</param>
/// <param name="Snapshot">The readings to begin with.</param>
/// <param name="HasAgent">False when the snapshot answers everything.</param>
/// <param name="Dry">Whether to print instead of write.</param>
internal sealed record Job(Settings.Settings Settings, Snapshot Snapshot, bool HasAgent, bool Dry)
{
    /// <summary>A client of the agent; null when there is none to ask.</summary>
    /// <param name="maxConnections">The most connections to open at once; null is one for each watch.</param>
    public ConsulClient? CreateClient(int? maxConnections) => HasAgent ? new ConsulClient(Options() with { MaxConnections = maxConnections }, TimeProvider.System) : null;

    /// <summary>The loop over the templates.</summary>
    public Runner CreateRunner(ConsulClient? client, bool once, ILogger log) =>
        Runner.Create(Settings, new RunnerOptions { Once = once, Dry = Dry ? Console.Out : null, Snapshot = Snapshot }, client, TimeProvider.System, log);

    private ConsulOptions Options() => new()
    {
        Address = Settings.Consul.Address is { } address ? ConsulRender.Settings.ConsulAddress.Parse(address)! : new ConsulOptions().Address,
        Token = Settings.Consul.Token,
        MaxStale = Settings.MaxStale,
        BlockQueryWait = Settings.BlockQueryWait,
    };
}
