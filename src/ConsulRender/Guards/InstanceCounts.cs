using ConsulRender.Consul;
using ConsulRender.Consul.Dependencies;

namespace ConsulRender.Guards;

/// <summary>The distinct instances of each service in a set of answers, whichever tag or datacenter they were asked for. Immutable.</summary>
internal sealed class InstanceCounts
{
    private readonly Dictionary<string, HashSet<Identity>> _instances = new(StringComparer.Ordinal);

    public InstanceCounts(IEnumerable<Reading> readings)
    {
        foreach (var reading in readings)
        {
            if (reading.Value is IReadOnlyList<ServiceInstance> instances && reading.Dependency is ConsulQuery query and (HealthyService or PreparedQuery))
            {
                Add(query, instances);
            }
        }
    }

    /// <summary>The services with an instance at least.</summary>
    public IEnumerable<string> Services => _instances.Keys.Order(StringComparer.Ordinal);

    /// <summary>How many instances a service has.</summary>
    public int Of(string service) => _instances.TryGetValue(service, out var instances) ? instances.Count : 0;

    // Who asks for a service of the mesh gets its proxies, which have names of their own.
    private void Add(ConsulQuery query, IReadOnlyList<ServiceInstance> instances)
    {
        foreach (var instance in instances)
        {
            var name = query is HealthyService service ? service.Name : instance.Name;
            if (!_instances.TryGetValue(name, out var known))
            {
                known = [];
                _instances.Add(name, known);
            }

            known.Add(new Identity(query.Scope, instance.Host.Datacenter, instance.Node, instance.Id));
        }
    }

    private readonly record struct Identity(QueryScope Scope, string Datacenter, string Node, string Id);
}
