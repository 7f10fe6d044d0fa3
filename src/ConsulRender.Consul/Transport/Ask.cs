namespace ConsulRender.Consul.Transport;

/// <summary>Which server may answer.</summary>
/// <seealso href="https://developer.hashicorp.com/consul/api-docs/features/consistency"/>
internal enum Source
{
    /// <summary>Any server, as long as it heard the leader within <see cref="ConsulOptions.MaxStale"/>; with none allowed, the leader.</summary>
    Follower,

    /// <summary>The leader.</summary>
    Leader,

    /// <summary>A leader that has made sure that it still is one. One that has just been elected answers others from the beginning of its log until it has read it all.</summary>
    CertainLeader,
}

/// <summary>How a question is asked; immutable.</summary>
internal readonly struct Ask
{
    /// <summary>The index that must be passed before the answer comes; 0 is answered at once.</summary>
    internal ulong Index { get; init; }

    /// <summary>Who may answer.</summary>
    internal Source From { get; init; }

    /// <summary>How long the agent may hold the question; null is <see cref="ConsulOptions.BlockQueryWait"/>.</summary>
    internal TimeSpan? Wait { get; init; }

    /// <summary>The connections to use; null are the client's first.</summary>
    internal Lane? Lane { get; init; }
}
