namespace ConsulRender.Consul;

/// <summary>Marks one snapshot among those that were made of each other, without keeping any of their readings; immutable.</summary>
public sealed class SnapshotRevision
{
    // Who compares seldom finds more than so many changes, and would look at everything anyway.
    private const int MostRemembered = 1_000;

    private readonly SnapshotRevision? _earlier;
    private readonly Dependency? _changed;
    private readonly int _remembered;

    private SnapshotRevision(SnapshotRevision? earlier, Dependency? changed)
    {
        (_earlier, _changed) = (earlier, changed);
        _remembered = earlier is null ? 0 : earlier._remembered + 1;
    }

    internal static SnapshotRevision First() => new(null, null);

    internal SnapshotRevision After(Dependency changed) => _remembered < MostRemembered ? new(this, changed) : First();

    /// <summary>What was read or forgotten since another snapshot, perhaps to the same effect; null when that is not known, because it is of other descent or long ago.</summary>
    public IReadOnlySet<Dependency>? ChangedSince(SnapshotRevision earlier)
    {
        var changed = new HashSet<Dependency>();
        for (var revision = this; revision is not null; revision = revision._earlier)
        {
            if (ReferenceEquals(revision, earlier))
            {
                return changed;
            }

            if (revision._changed is { } dependency)
            {
                changed.Add(dependency);
            }
        }

        return null;
    }
}
