namespace ConsulRender.Consul.Watching;

/// <summary>
/// How many connections an agent lets us have: half as many after each time that it refused one, down to <see cref="ConsulOptions.FewestConnections"/>, and as many as we may again after
/// <see cref="Patience"/>. A pure state machine, owned by <see cref="AgentWatches"/>.
/// </summary>
/// <seealso href="https://developer.hashicorp.com/consul/docs/agent/config/config-files#http_max_conns_per_client"/>
internal sealed class Crowding
{
    /// <summary>How long it takes to believe that there is room again.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    // Many connections that are refused at the same time are one refusal.
    private static readonly TimeSpan Burst = TimeSpan.FromSeconds(5);

    private readonly int _most;
    private readonly TimeProvider _timeProvider;
    private long _since;
    private int _seen;

    /// <summary>Nothing was refused yet.</summary>
    internal Crowding(int most, TimeProvider timeProvider)
    {
        _most = most;
        _timeProvider = timeProvider;
        Budget = most;
    }

    /// <summary>The connections to make do with.</summary>
    internal int Budget { get; private set; }

    /// <summary>How long until there are more again; null when there are as many as may be.</summary>
    internal TimeSpan? Remaining
    {
        get
        {
            if (Budget >= _most)
            {
                return null;
            }

            var remaining = Patience - _timeProvider.GetElapsedTime(_since);
            return remaining > TimeSpan.Zero ? remaining : TimeSpan.Zero;
        }
    }

    /// <summary>Takes note of how often a connection was refused so far.</summary>
    /// <returns>Whether the budget changed.</returns>
    internal bool Update(int refused)
    {
        var before = Budget;
        if (refused != _seen)
        {
            _seen = refused;
            if (Budget == _most || _timeProvider.GetElapsedTime(_since) >= Burst)
            {
                Budget = Math.Max(Math.Min(ConsulOptions.FewestConnections, _most), Budget / 2);
                _since = _timeProvider.GetTimestamp();
            }
        }
        else if (Remaining == TimeSpan.Zero)
        {
            Budget = _most;
        }

        return Budget != before;
    }
}
