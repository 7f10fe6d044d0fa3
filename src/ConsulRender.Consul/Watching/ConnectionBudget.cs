namespace ConsulRender.Consul.Watching;

/// <summary>Counts the places for questions that block on a connection of their own; shared by the watches of one agent. Safe to use from any thread.</summary>
internal sealed class ConnectionBudget(int places, TimeProvider timeProvider)
{
    // As long as those who have a place look whether somebody else needs it.
    private static readonly TimeSpan Patience = WatchTurn.HotWait * 2;

    private volatile int _places = places;
    private int _taken;
    private long _wanted = long.MinValue;

    /// <summary>How many questions may block; set by the agent's plan.</summary>
    internal int Places
    {
        get => _places;
        set => _places = value;
    }

    /// <summary>How many do.</summary>
    internal int Taken => Volatile.Read(ref _taken);

    /// <summary>Whether somebody of late found no place.</summary>
    internal bool IsWanted => Volatile.Read(ref _wanted) is var wanted && wanted != long.MinValue && timeProvider.GetElapsedTime(wanted) < Patience;

    /// <summary>Takes a place if there is one.</summary>
    internal bool TryTake()
    {
        var taken = Volatile.Read(ref _taken);
        while (taken < _places)
        {
            var found = Interlocked.CompareExchange(ref _taken, taken + 1, taken);
            if (found == taken)
            {
                return true;
            }

            taken = found;
        }

        Volatile.Write(ref _wanted, timeProvider.GetTimestamp());
        return false;
    }

    /// <summary>Takes a place that the plan has set aside, even while others still hold more than they should.</summary>
    internal void Take() => Interlocked.Increment(ref _taken);

    /// <summary>Gives a place back.</summary>
    internal void GiveBack() => Interlocked.Decrement(ref _taken);
}
