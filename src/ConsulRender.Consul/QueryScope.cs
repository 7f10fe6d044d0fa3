namespace ConsulRender.Consul;

/// <summary>Where in an Enterprise or peered Consul a question is asked; passed on as it is, so that Consul itself refuses what it does not know. Immutable.</summary>
public sealed record QueryScope
{
    /// <summary>Wherever the token and the agent belong.</summary>
    public static QueryScope Own { get; } = new();

    /// <summary>The namespace, sent as <c>ns</c>.</summary>
    public string? Namespace { get; init; }

    /// <summary>The admin partition.</summary>
    public string? Partition { get; init; }

    /// <summary>The peer that exports what is asked for.</summary>
    public string? Peer { get; init; }

    /// <summary>The sameness group.</summary>
    public string? SamenessGroup { get; init; }

    /// <summary>Cheap for the scope that nearly every question has: each look into a snapshot asks for it.</summary>
    public override int GetHashCode() => Namespace is null && Partition is null && Peer is null && SamenessGroup is null
        ? 0
        : HashCode.Combine(Namespace, Partition, Peer, SamenessGroup);
}
