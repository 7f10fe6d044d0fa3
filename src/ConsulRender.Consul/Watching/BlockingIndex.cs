namespace ConsulRender.Consul.Watching;

/// <summary>What an answer's index says about the answer.</summary>
internal enum IndexMove
{
    /// <summary>The answer may hold news: gate 1 is passed.</summary>
    News,

    /// <summary>The index is the one that was sent: nothing changed.</summary>
    Unchanged,

    /// <summary>The index went backwards: the answer comes from a server that lost or lacks data, so it is not used.</summary>
    Backwards,
}

/// <summary>Consul's rules for the index of blocking queries, as a value; owned by the watch that asks.</summary>
/// <seealso href="https://developer.hashicorp.com/consul/api-docs/features/blocking"/>
internal readonly record struct BlockingIndex
{
    /// <summary>Nothing is known: the next query is answered at once. Also the state after any failure, because the agent may have come back with less than it had.</summary>
    internal static BlockingIndex Start => default;

    /// <summary>The index to send; 0 sends none.</summary>
    internal ulong Value { get; private init; }

    /// <summary>What the last answer's index said.</summary>
    internal IndexMove Move { get; private init; }

    /// <summary>The state after an answer.</summary>
    /// <param name="answered">The answer's index; 0 when it had none, which counts as "no blocking": the data are used, and the next query sends no index.</param>
    /// <param name="beforeWaitEnded">Whether the answer came before the agent had waited as long as it was asked to.</param>
    internal BlockingIndex After(ulong answered, bool beforeWaitEnded)
    {
        if (Value == 0 || answered == 0 || answered > Value)
        {
            return new() { Value = answered, Move = IndexMove.News };
        }

        if (answered < Value)
        {
            return new() { Value = 0, Move = IndexMove.Backwards };
        }

        // A restored Consul snapshot wakes a query with the index it sent and the old body, and has lower indexes from then on:
        // waiting with the old index would sleep through every change.
        return new() { Value = beforeWaitEnded ? 0 : Value, Move = IndexMove.Unchanged };
    }
}
