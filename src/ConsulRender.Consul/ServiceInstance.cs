namespace ConsulRender.Consul;

/// <summary>One instance of a service as templates see it; what they cannot see (check output, indexes) is not in it.</summary>
/// <seealso href="https://developer.hashicorp.com/consul/api-docs/health#list-service-instances-for-service"/>
public sealed record ServiceInstance
{
    private readonly EquatableList<HealthCheck>? _checks;

    /// <summary>The node that it runs on, which instances share.</summary>
    public required CatalogNode Host { get; init; }

    /// <summary>The node's name.</summary>
    public string Node => Host.Name;

    /// <summary>The instance's ID, unique on its node.</summary>
    public required string Id { get; init; }

    /// <summary>The service's name.</summary>
    public required string Name { get; init; }

    /// <summary>The service's address, or the node's when the service has none.</summary>
    public required string Address { get; init; }

    /// <summary>The port; 0 when the service has none.</summary>
    public required int Port { get; init; }

    /// <summary>The instance's tags, sorted and unique.</summary>
    public EquatableList<string> Tags { get; init; } = [];

    /// <summary>The service's metadata, sorted by key.</summary>
    public EquatableList<KeyValuePair<string, string>> ServiceMeta { get; init; } = [];

    /// <summary>The worst state of the node's and the instance's checks: passing, warning, critical or maintenance; empty where Consul was not asked for health.</summary>
    public string Status { get; init; } = "passing";

    /// <summary>The instance's own addresses by what they are for, sorted by that.</summary>
    public EquatableList<TaggedAddress> TaggedAddresses { get; init; } = [];

    /// <summary>The instance's share of the traffic while it is passing.</summary>
    public int PassingWeight { get; init; } = 1;

    /// <summary>Its share while a check warns.</summary>
    public int WarningWeight { get; init; } = 1;

    /// <summary>The checks of the node and of the instance, sorted by ID; one that says the status where no more is known, as in a fixture.</summary>
    public EquatableList<HealthCheck> Checks
    {
        get => _checks ?? [HealthCheck.Saying(this)];
        init => _checks = value;
    }

    /// <summary>What kind of proxy or gateway the instance is, such as <c>connect-proxy</c>; empty for an ordinary service.</summary>
    public string Kind { get; init; } = "";
}
