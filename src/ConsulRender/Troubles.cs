using ConsulRender.Conditions;
using ConsulRender.Consul;
using ConsulRender.Consul.Watching;

namespace ConsulRender;

/// <summary>Which dependencies cannot be read now, and why; what each turn wants to know of them is worked out once for each change. Owned by the <see cref="Runner"/>.</summary>
internal sealed class Troubles
{
    private readonly Dictionary<Dependency, Trouble> _errors = [];

    // Null after a change. The messages are published, so they are made anew instead of changed.
    private Dictionary<Dependency, DependencyTrouble>? _messages;
    private HashSet<Dependency>? _passing;

    /// <summary>What is published of each; the same object while nothing changes.</summary>
    public IReadOnlyDictionary<Dependency, DependencyTrouble> Messages =>
        _errors.Count == 0 ? RunnerStatus.Empty.Troubles : _messages ??= _errors.ToDictionary(error => error.Key, error => error.Value.Published);

    // A refusal lasts until somebody mends a token, and a file stands alone: what it held last goes with anything.
    private HashSet<Dependency> Passing =>
        _passing ??= _errors.Where(error => error.Key is ConsulQuery && !error.Value.Error.IsLasting).Select(error => error.Key).ToHashSet();

    /// <summary>Whether any of these is a question to Consul that may be answered again soon; it looks up the few in the many.</summary>
    public bool ArePassingAmong(IReadOnlySet<Dependency> used) =>
        _errors.Count > 0 && (Passing.Count < used.Count ? used.Overlaps(Passing) : Passing.Overlaps(used));

    /// <summary>Whether there is no trouble with Consul.</summary>
    public bool IsConsulWell => _errors.Count == 0 || Passing.Count == 0;

    /// <summary>The questions to Consul among these that may be answered again soon.</summary>
    public IEnumerable<ConsulQuery> PassingAmong(IReadOnlySet<Dependency> used) =>
        (Passing.Count < used.Count ? Passing.Where(used.Contains) : used.Where(Passing.Contains)).Cast<ConsulQuery>();

    /// <summary>Whether a dependency is in trouble for which this holds.</summary>
    public bool Any(Func<Dependency, WatchException, bool> holds)
    {
        foreach (var (dependency, trouble) in _errors)
        {
            if (holds(dependency, trouble.Error))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Why a dependency cannot be read; null when it can.</summary>
    public WatchException? Of(Dependency dependency) => _errors.GetValueOrDefault(dependency)?.Error;

    /// <summary>Says that a dependency could not be read just now.</summary>
    /// <param name="dependency">The dependency.</param>
    /// <param name="error">Why.</param>
    /// <param name="now">The time, since when it is in trouble if it was not before.</param>
    /// <param name="retry">When it is tried again.</param>
    public void Set(Dependency dependency, WatchException error, DateTimeOffset now = default, RetryTime? retry = null)
    {
        var before = _errors.GetValueOrDefault(dependency);
        if (before is null || before.Error.Message != error.Message || before.Error.IsLasting != error.IsLasting)
        {
            _errors[dependency] = new Trouble(error, new DependencyTrouble(error.Message) { Since = before?.Published.Since ?? now, Retry = retry });
            Forget();
        }
    }

    /// <summary>Says that a dependency was read.</summary>
    public void Remove(Dependency dependency)
    {
        if (_errors.Remove(dependency))
        {
            Forget();
        }
    }

    /// <summary>Drops what nobody uses any more.</summary>
    public void Keep(IReadOnlySet<Dependency> used)
    {
        foreach (var dependency in _errors.Keys.Where(dependency => !used.Contains(dependency)).ToList())
        {
            Remove(dependency);
        }
    }

    /// <summary>Drops all.</summary>
    public void Clear()
    {
        _errors.Clear();
        Forget();
    }

    private void Forget() => (_messages, _passing) = (null, null);

    private sealed record Trouble(WatchException Error, DependencyTrouble Published);
}
