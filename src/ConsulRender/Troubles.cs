using ConsulRender.Consul;

namespace ConsulRender;

/// <summary>Which dependencies cannot be read now, and why; what each turn wants to know of them is worked out once for each change. Owned by the <see cref="Runner"/>.</summary>
internal sealed class Troubles
{
    private readonly Dictionary<Dependency, WatchException> _errors = [];

    // Null after a change. The messages are published, so they are made anew instead of changed.
    private Dictionary<Dependency, string>? _messages;
    private HashSet<Dependency>? _passing;

    /// <summary>The reason of each in one line; the same object while nothing changes.</summary>
    public IReadOnlyDictionary<Dependency, string> Messages =>
        _errors.Count == 0 ? RunnerStatus.Empty.Troubles : _messages ??= _errors.ToDictionary(error => error.Key, error => error.Value.Message);

    // A refusal lasts until somebody mends a token, and a file stands alone: what it held last goes with anything.
    private HashSet<Dependency> Passing =>
        _passing ??= _errors.Where(error => error.Key is ConsulQuery && !error.Value.IsLasting).Select(error => error.Key).ToHashSet();

    /// <summary>Whether any of these is a question to Consul that may be answered again soon; it looks up the few in the many.</summary>
    public bool ArePassingAmong(IReadOnlySet<Dependency> used) =>
        _errors.Count > 0 && (Passing.Count < used.Count ? used.Overlaps(Passing) : Passing.Overlaps(used));

    /// <summary>Whether a dependency is in trouble for which this holds.</summary>
    public bool Any(Func<Dependency, WatchException, bool> holds)
    {
        foreach (var (dependency, error) in _errors)
        {
            if (holds(dependency, error))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Why a dependency cannot be read; null when it can.</summary>
    public WatchException? Of(Dependency dependency) => _errors.GetValueOrDefault(dependency);

    /// <summary>Says that a dependency could not be read just now.</summary>
    public void Set(Dependency dependency, WatchException error)
    {
        var isKnown = _errors.TryGetValue(dependency, out var before) && before.Message == error.Message && before.IsLasting == error.IsLasting;
        _errors[dependency] = error;
        if (!isKnown)
        {
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
}
