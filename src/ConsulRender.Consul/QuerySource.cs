using ConsulRender.Consul.Dependencies;

namespace ConsulRender.Consul;

/// <summary>Where the answer to a question comes from in the end, which may answer while others do not. Immutable.</summary>
/// <param name="Agent">The name of the agent that is asked; null for the one without a name.</param>
/// <param name="Datacenter">The datacenter; null is the agent's own.</param>
/// <param name="IsAgentItself">Whether the agent answers alone, whatever became of its servers.</param>
public readonly record struct QuerySource(string? Agent, string? Datacenter, bool IsAgentItself)
{
    /// <summary>The source of a question.</summary>
    public static QuerySource Of(ConsulQuery query) => new(query.Scope.Agent, DatacenterOf(query), query is AgentSelf or CaRoots or CaLeaf);

    private static string? DatacenterOf(ConsulQuery query) => query switch
    {
        HealthyService service => service.Datacenter,
        ServiceNames services => services.Datacenter,
        KeyValue key => key.Datacenter,
        KeyTree tree => tree.Datacenter,
        KeyNames keys => keys.Datacenter,
        Nodes nodes => nodes.Datacenter,
        NodeByName node => node.Datacenter,
        HealthChecks checks => checks.Datacenter,
        PreparedQuery prepared => prepared.Datacenter,
        ConfigEntry entry => entry.Datacenter,
        _ => null,
    };
}
