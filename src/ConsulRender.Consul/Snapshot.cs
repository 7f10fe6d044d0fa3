using System.Collections.Immutable;

namespace ConsulRender.Consul;

/// <summary>All readings at one moment; immutable, so anybody may hold it.</summary>
public sealed class Snapshot
{
    /// <summary>The snapshot before anything was read.</summary>
    public static Snapshot Empty { get; } = new([], fixture: null);

    private readonly ImmutableDictionary<Dependency, Reading> _readings;
    private readonly Fixture? _fixture;

    private Snapshot(ImmutableDictionary<Dependency, Reading> readings, Fixture? fixture)
    {
        _readings = readings;
        _fixture = fixture;
    }

    /// <summary>Reads a fixture file that answers every question, so that no agent is needed.</summary>
    /// <exception cref="FixtureException">The file cannot be read or is not a fixture; the message says where.</exception>
    public static Snapshot Load(string path) => new([], Fixture.Load(path));

    /// <summary>This snapshot with one reading replaced.</summary>
    public Snapshot With(Reading reading) => new(_readings.SetItem(reading.Dependency, reading), _fixture);

    /// <summary>The latest reading of a dependency; null when there is none yet, which a template counts as missing.</summary>
    public Reading? Find(Dependency dependency)
    {
        if (_readings.TryGetValue(dependency, out var reading))
        {
            return reading;
        }

        return _fixture is null ? null : new Reading(dependency, 0, dependency.Answer(_fixture), DateTimeOffset.UnixEpoch);
    }

    /// <summary>This snapshot without the readings of dependencies that nobody uses any more.</summary>
    public Snapshot Keep(IReadOnlySet<Dependency> used) =>
        new(_readings.RemoveRange(_readings.Keys.Where(dependency => !used.Contains(dependency))), _fixture);
}
