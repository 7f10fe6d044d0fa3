using System.Collections.Immutable;
using ConsulRender.Consul.Fixtures;

namespace ConsulRender.Consul;

/// <summary>All readings at one moment; immutable, so anybody may hold it.</summary>
public sealed class Snapshot
{
    /// <summary>The snapshot before anything was read.</summary>
    public static Snapshot Empty { get; } = new([], DateTimeOffset.UnixEpoch, fixture: null, SnapshotRevision.First());

    private readonly ImmutableDictionary<Dependency, Reading> _readings;
    private readonly Fixture? _fixture;

    private Snapshot(ImmutableDictionary<Dependency, Reading> readings, DateTimeOffset time, Fixture? fixture, SnapshotRevision revision)
    {
        _readings = readings;
        _fixture = fixture;
        Revision = revision;
        Time = fixture?.Time ?? time;
    }

    /// <summary>
    /// The only clock of templates: when the newest reading arrived, or what the fixture says. A template's text can so change only when something it
    /// could read did.
    /// </summary>
    public DateTimeOffset Time { get; }

    /// <summary>Which of the snapshots that were made of each other it is; tells what has changed between two of them.</summary>
    public SnapshotRevision Revision { get; }

    /// <summary>Reads a fixture file that answers every question, so that no agent is needed.</summary>
    /// <exception cref="FixtureException">The file cannot be read or is not a fixture; the message says where.</exception>
    public static Snapshot Load(string path) => new([], DateTimeOffset.UnixEpoch, Fixture.Load(path), SnapshotRevision.First());

    /// <summary>The same of a fixture that is in memory; the path is for messages.</summary>
    internal static Snapshot Of(string path, byte[] fixture) => new([], DateTimeOffset.UnixEpoch, FixtureFile.Read(path, fixture), SnapshotRevision.First());

    /// <summary>This snapshot with one reading replaced.</summary>
    public Snapshot With(Reading reading) => new(_readings.SetItem(reading.Dependency, reading), reading.Time, _fixture, Revision.After(reading.Dependency));

    /// <summary>This snapshot at another time, for a loop that starts before anything was read.</summary>
    public Snapshot At(DateTimeOffset time) => new(_readings, time, _fixture, Revision);

    /// <summary>Whether the snapshot itself answers a dependency for good, so that there is nothing to watch.</summary>
    public bool Answers(Dependency dependency) => _fixture is not null && dependency.IsAnsweredBy(_fixture);

    /// <summary>The latest reading of a dependency; null when there is none yet, which a template counts as missing.</summary>
    public Reading? Find(Dependency dependency)
    {
        if (_readings.TryGetValue(dependency, out var reading))
        {
            return reading;
        }

        return Answers(dependency) ? new Reading(dependency, 0, dependency.Answer(_fixture!), Time) : null;
    }

    /// <summary>This snapshot without the readings of dependencies that nobody uses any more.</summary>
    public Snapshot Keep(IReadOnlySet<Dependency> used)
    {
        var forgotten = _readings.Keys.Where(dependency => !used.Contains(dependency)).ToList();
        return new(_readings.RemoveRange(forgotten), Time, _fixture, forgotten.Aggregate(Revision, (revision, dependency) => revision.After(dependency)));
    }
}
