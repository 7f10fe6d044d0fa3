using ConsulRender.Consul.Dependencies;

namespace ConsulRender.Consul;

/// <summary>One check as templates see it: its state, but not its output, which changes all the time and says nothing to a machine.</summary>
/// <seealso href="https://developer.hashicorp.com/consul/api-docs/health#list-checks-in-state"/>
public sealed record HealthCheck
{
    /// <summary>The node's name.</summary>
    public required string Node { get; init; }

    /// <summary>The check's ID, unique on its node.</summary>
    public required string Id { get; init; }

    /// <summary>The check's name.</summary>
    public string Name { get; init; } = "";

    /// <summary>The state: passing, warning or critical.</summary>
    public string Status { get; init; } = "";

    /// <summary>What its author wrote about it.</summary>
    public string Notes { get; init; } = "";

    /// <summary>The ID of the instance that it looks at; empty for a check of the node.</summary>
    public string ServiceId { get; init; } = "";

    /// <summary>The name of that instance's service.</summary>
    public string ServiceName { get; init; } = "";

    /// <summary>The instance's tags, sorted and unique.</summary>
    public EquatableList<string> ServiceTags { get; init; } = [];

    /// <summary>How it looks, such as <c>http</c> or <c>ttl</c>; empty when Consul does not say.</summary>
    public string Type { get; init; } = "";

    /// <summary>The check behind an instance of which only the status is known. Maintenance is a critical check with an ID of its own, as Consul has it.</summary>
    internal static HealthCheck Saying(ServiceInstance instance)
    {
        var isMaintenance = instance.Status == HealthStatus.Maintenance.Word();
        return new()
        {
            Node = instance.Node,
            Id = (isMaintenance ? "_service_maintenance:" : "service:") + instance.Id,
            Name = isMaintenance ? "Service Maintenance Mode" : $"Service '{instance.Name}' check",
            Status = isMaintenance ? HealthStatus.Critical.Word() : instance.Status,
            ServiceId = instance.Id,
            ServiceName = instance.Name,
            ServiceTags = instance.Tags,
        };
    }
}
