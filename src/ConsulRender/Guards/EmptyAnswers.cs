using ConsulRender.Consul;

namespace ConsulRender.Guards;

/// <summary>Since when answers that had data have been empty without a break. A pure state machine, owned by the guards of one template.</summary>
internal sealed class EmptyAnswers
{
    private readonly Dictionary<Dependency, Moment> _since = [];

    /// <summary>Every question that is known to be empty, with the moment from which on it is.</summary>
    public IEnumerable<(Dependency Dependency, Moment Since)> All =>
        _since.Select(empty => (empty.Key, empty.Value)).OrderBy(empty => empty.Value.Timestamp).ThenBy(empty => empty.Key.ToString(), StringComparer.Ordinal);

    /// <summary>Takes note of whether a question that had data has none.</summary>
    public void Note(Dependency dependency, bool isEmpty, Moment now)
    {
        if (isEmpty)
        {
            _since.TryAdd(dependency, now);
        }
        else
        {
            _since.Remove(dependency);
        }
    }

    /// <summary>Forgets all that is not among these.</summary>
    public void Keep(IReadOnlySet<Dependency> dependencies)
    {
        foreach (var dependency in _since.Keys.Where(dependency => !dependencies.Contains(dependency)).ToList())
        {
            _since.Remove(dependency);
        }
    }

    /// <summary>Goes on from where the guards of before stood.</summary>
    public void TakeOver(EmptyAnswers before)
    {
        foreach (var (dependency, since) in before._since)
        {
            _since.TryAdd(dependency, since);
        }
    }
}
