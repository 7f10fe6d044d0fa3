using ConsulRender.Consul;
using ConsulRender.Groups;

namespace ConsulRender.ColdStarts;

/// <summary>Which sources of answers have given none since the start, though they were asked and waited for. A pure state machine, owned by its <see cref="ColdStart"/>.</summary>
/// <remarks>A source that has answered once is never silent again: what it said and what an earlier run heard are not of one time.</remarks>
internal sealed class Silence(TimeProvider timeProvider)
{
    /// <summary>How long an answer is waited for that has not failed.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Dictionary<QuerySource, long> _askedAt = [];
    private readonly HashSet<QuerySource> _answered = [];
    private readonly long _started = timeProvider.GetTimestamp();
    private readonly HashSet<QuerySource> _silent = [];

    /// <summary>Whether a source gave any answer.</summary>
    public bool HasAnswers => _answered.Count > 0;

    /// <summary>Whether any source is silent.</summary>
    public bool IsFound => _silent.Count > 0;

    /// <summary>Says that a question was answered, if only with a refusal.</summary>
    /// <returns>Whether it is the first answer of a source that was silent.</returns>
    public bool Answer(ConsulQuery query)
    {
        var source = QuerySource.Of(query);
        return _answered.Add(source) && _silent.Remove(source);
    }

    /// <summary>Whether the source of a question was found silent and has not answered since.</summary>
    public bool IsSilent(ConsulQuery query) => _silent.Count > 0 && _silent.Contains(QuerySource.Of(query));

    /// <summary>Whether the source of a question has not answered yet.</summary>
    public bool IsOpen(ConsulQuery query) => !_answered.Contains(QuerySource.Of(query));

    /// <summary>Looks at all that is waited for.</summary>
    /// <param name="waiting">The questions that have no answer.</param>
    /// <param name="hasFailed">Whether asking one has failed.</param>
    /// <returns>How long until another look can find more; null when only news can.</returns>
    public TimeSpan? Look(IEnumerable<ConsulQuery> waiting, Func<ConsulQuery, bool> hasFailed)
    {
        // What is found at the first look was asked at the start.
        var now = timeProvider.GetTimestamp();
        var askedAt = _askedAt.Count == 0 ? _started : now;
        TimeSpan? next = null;
        foreach (var source in waiting.Where(IsOpen).GroupBy(QuerySource.Of))
        {
            _askedAt.TryAdd(source.Key, askedAt);
            var remaining = Patience - timeProvider.GetElapsedTime(_askedAt[source.Key], now);
            if (remaining <= TimeSpan.Zero || source.All(hasFailed))
            {
                _silent.Add(source.Key);
            }
            else if (!_silent.Contains(source.Key))
            {
                next = OutputGroup.Soonest(next, remaining);
            }
        }

        return next;
    }
}
