using ConsulRender.State;

namespace ConsulRender.Cli.Control;

/// <summary>How the daemon was at one moment: what its loop published, and who it is; immutable.</summary>
/// <param name="Status">What the loop published last.</param>
/// <param name="Time">The moment.</param>
/// <param name="Started">When the daemon started.</param>
/// <param name="IsApplying">Whether the commands of a change run.</param>
/// <param name="State">Its state directory; null when it has none.</param>
internal sealed record DaemonStatus(RunnerStatus Status, DateTimeOffset Time, DateTimeOffset Started, bool IsApplying, StateDirectory? State);
