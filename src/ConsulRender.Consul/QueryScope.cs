namespace ConsulRender.Consul;

/// <summary>Which agent is asked, and where in an Enterprise or peered Consul; the latter is passed on as it is, so that Consul itself refuses what it does not know. Immutable.</summary>
public sealed record QueryScope
{
    /// <summary>The agent without a name, wherever its token and itself belong.</summary>
    public static QueryScope Own { get; } = new();

    /// <summary>The name of the agent that is asked, which no agent is told; null is the one without a name.</summary>
    public string? Agent { get; init; }

    /// <summary>The namespace, sent as <c>ns</c>.</summary>
    public string? Namespace { get; init; }

    /// <summary>The admin partition.</summary>
    public string? Partition { get; init; }

    /// <summary>The peer that exports what is asked for.</summary>
    public string? Peer { get; init; }

    /// <summary>The sameness group.</summary>
    public string? SamenessGroup { get; init; }

    /// <summary>Cheap for the scope that nearly every question has: each look into a snapshot asks for it.</summary>
    public override int GetHashCode() => Agent is null && Namespace is null && Partition is null && Peer is null && SamenessGroup is null
        ? 0
        : HashCode.Combine(Agent, Namespace, Partition, Peer, SamenessGroup);
}
