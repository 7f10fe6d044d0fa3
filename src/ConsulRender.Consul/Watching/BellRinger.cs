using System.Diagnostics.CodeAnalysis;

namespace ConsulRender.Consul.Watching;

/// <summary>A watch that a ringer calls, and what it reads. Immutable.</summary>
internal sealed record CalledWatch(Topic? Topic, Bell Bell);

/// <summary>Sees changes of many things with few questions, and rings the bells of the watches that they concern. Owned by <see cref="AgentWatches"/>; one file for each way to see.</summary>
internal abstract class BellRinger(RetryOptions retry, TimeProvider timeProvider)
{
    // A ring costs the agent a third of a millisecond, so this many a second are 2 % of a core.
    private static readonly TimeSpan LeastBetweenCalls = TimeSpan.FromMilliseconds(15);

    // Picks up what no index tells, such as a token that may see more.
    private static readonly TimeSpan SafetyRound = TimeSpan.FromMinutes(10);

    private IReadOnlyList<CalledWatch> _members = [];
    private Backoff _backoff = Backoff.None;
    private int _isReady;
    private bool _wasLost;

    /// <summary>The only clock.</summary>
    protected TimeProvider Clock => timeProvider;

    /// <summary>Whom it calls.</summary>
    protected IReadOnlyList<CalledWatch> Members => Volatile.Read(ref _members);

    /// <summary>Why it sees less than it could, in words for an operator; null when all is well.</summary>
    internal virtual string? Limitation => null;

    /// <summary>Replaces whom it calls; for the loop that starts and stops watches. Once it is ready, the new ones are called at once.</summary>
    internal void Call(IReadOnlyList<CalledWatch> members, IReadOnlyList<CalledWatch> added)
    {
        Index(members);

        // Either this sees that it is ready, or what makes it ready sees the new ones.
        Interlocked.Exchange(ref _members, members);
        if (Interlocked.CompareExchange(ref _isReady, 0, 0) == 1)
        {
            Ring(added, afterFailure: false);
        }
    }

    /// <summary>Works until cancelled; cancellation ends it without an exception.</summary>
    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Task.WhenAll(FollowAsync(cancellationToken), CallInTurnAsync(SafetyRound, cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // That is how it ends.
        }
    }

    /// <summary>Sees and rings, for ever.</summary>
    protected abstract Task FollowAsync(CancellationToken cancellationToken);

    /// <summary>Prepares for finding members; called before they are replaced.</summary>
    protected virtual void Index(IReadOnlyList<CalledWatch> members)
    {
    }

    /// <summary>From now on every change is seen: calls everybody, since what they read before may be older.</summary>
    protected void BeReady()
    {
        Interlocked.Exchange(ref _isReady, 1);
        RingAll();
        _wasLost = false;
    }

    /// <summary>A question that blocks was answered, so the agent is well again.</summary>
    protected void Recover() => _backoff = Backoff.None;

    /// <summary>Changes may be missed from now on: new ones wait until it is ready again.</summary>
    protected void BeUnready()
    {
        _wasLost = true;
        Interlocked.Exchange(ref _isReady, 0);
    }

    /// <summary>The same because of a failure; comes back when it is time to try again.</summary>
    protected async Task FailAsync(ConsulException exception, CancellationToken cancellationToken)
    {
        BeUnready();

        // Once may be an accident of one connection; after that each must find out by itself what is the matter.
        if (_backoff.IsFailing)
        {
            RingAll();
        }

        _backoff = _backoff.After(exception.Failure);
        await Task.Delay(_backoff.Delay(retry, Chance()), timeProvider, cancellationToken);
    }

    /// <summary>Calls one after another, evenly over a period, for ever.</summary>
    protected async Task CallInTurnAsync(TimeSpan period, CancellationToken cancellationToken)
    {
        for (var next = 0; ; next++)
        {
            var members = Members;
            var pause = period / Math.Max(1, members.Count);
            await Task.Delay(pause > LeastBetweenCalls ? pause : LeastBetweenCalls, timeProvider, cancellationToken);
            if (members.Count > 0)
            {
                members[next % members.Count].Bell.Ring();
            }
        }
    }

    /// <summary>Calls everybody. After a failure each must know: what the agent says then may be less than it will say in a moment.</summary>
    protected void RingAll() => Ring(Members, _wasLost);

    /// <summary>Rings bells that were found by what they are for.</summary>
    protected static void Ring(List<Bell> bells) => bells.ForEach(static bell => bell.Ring());

    /// <summary>Puts the bells of members into the order in which they are looked for.</summary>
    protected static Dictionary<string, List<Bell>> ByName(IEnumerable<CalledWatch> members, StringComparer comparer)
    {
        var found = new Dictionary<string, List<Bell>>(comparer);
        foreach (var (topic, bell) in members)
        {
            if (found.TryGetValue(topic!.Name, out var bells))
            {
                bells.Add(bell);
            }
            else
            {
                found.Add(topic.Name, [bell]);
            }
        }

        return found;
    }

    private static void Ring(IReadOnlyList<CalledWatch> members, bool afterFailure)
    {
        foreach (var member in members)
        {
            member.Bell.Ring(afterFailure);
        }
    }

    [SuppressMessage("Security", "CA5394", Justification = "It spreads requests in time; nobody gains by guessing it.")]
    private static double Chance() => Random.Shared.NextDouble();
}
