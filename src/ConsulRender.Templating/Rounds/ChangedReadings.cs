using ConsulRender.Consul;
using ConsulRender.Templating.Nodes;

namespace ConsulRender.Templating.Rounds;

/// <summary>What may be read otherwise than when a loop ran last; immutable.</summary>
internal sealed class ChangedReadings
{
    private readonly IReadOnlySet<Dependency>? _known;
    private readonly ulong _marks;

    internal ChangedReadings(Snapshot snapshot, SnapshotRevision since)
    {
        _known = snapshot.Revision.ChangedSince(since);
        _marks = _known is null ? ulong.MaxValue : _known.Aggregate(0UL, (marks, dependency) => marks | KeptRound.MarkOf(dependency));
    }

    /// <summary>Whether a round got an answer that is another one now.</summary>
    internal bool Concern(in KeptRound round, RenderState state) => (round.Marks & _marks) != 0 && Concern(round.Readings, state);

    private bool Concern(RoundReading[] readings, RenderState state)
    {
        foreach (var reading in readings)
        {
            if (_known?.Contains(reading.Dependency) != false && !state.IsStill(reading))
            {
                return true;
            }
        }

        return false;
    }
}
