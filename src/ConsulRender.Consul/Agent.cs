namespace ConsulRender.Consul;

/// <summary>What the agent that is asked says of itself; its settings, counters and coordinates are left out.</summary>
/// <seealso href="https://developer.hashicorp.com/consul/api-docs/agent#read-configuration"/>
public sealed record Agent
{
    /// <summary>The name of its node.</summary>
    public string Node { get; init; } = "";

    /// <summary>The ID of its node.</summary>
    public string NodeId { get; init; } = "";

    /// <summary>Its address among the others.</summary>
    public string Address { get; init; } = "";

    /// <summary>Its datacenter.</summary>
    public string Datacenter { get; init; } = "";

    /// <summary>Consul's version.</summary>
    public string Version { get; init; } = "";

    /// <summary>Whether it is a server.</summary>
    public bool IsServer { get; init; }

    /// <summary>Its node's metadata, sorted by key.</summary>
    public EquatableList<KeyValuePair<string, string>> Meta { get; init; } = [];
}
