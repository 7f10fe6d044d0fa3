namespace ConsulRender.Consul;

/// <summary>One node of the catalog as templates see it.</summary>
/// <seealso href="https://developer.hashicorp.com/consul/api-docs/catalog#list-nodes"/>
public sealed record CatalogNode
{
    /// <summary>The node's name.</summary>
    public required string Name { get; init; }

    /// <summary>The node's ID; empty when it was registered without one.</summary>
    public string Id { get; init; } = "";

    /// <summary>The node's address.</summary>
    public required string Address { get; init; }

    /// <summary>The node's datacenter; empty when Consul does not say.</summary>
    public string Datacenter { get; init; } = "";

    /// <summary>The node's addresses by what they are for, sorted by that.</summary>
    public EquatableList<KeyValuePair<string, string>> TaggedAddresses { get; init; } = [];

    /// <summary>The node's metadata, sorted by key.</summary>
    public EquatableList<KeyValuePair<string, string>> Meta { get; init; } = [];
}

/// <summary>A node with the services that it has registered, sorted by name, then ID.</summary>
public sealed record NodeServices(CatalogNode Node, EquatableList<ServiceInstance> Services);
