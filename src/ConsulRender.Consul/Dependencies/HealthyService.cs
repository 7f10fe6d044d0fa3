using System.Text.Json;

namespace ConsulRender.Consul.Dependencies;

/// <summary>The instances of a service; answered with <c>EquatableList&lt;ServiceInstance&gt;</c> sorted by node, then ID, unless <c>Near</c> asks for Consul's order.</summary>
public sealed record HealthyService(string Name, string? Tag = null, string? Datacenter = null, string? Near = null, bool PassingOnly = true) : ConsulQuery
{
    internal override string RequestPath => Question.Path(
        "/v1/health/service/" + Uri.EscapeDataString(Name),
        ("passing", PassingOnly ? "1" : null),
        ("tag", Tag),
        ("dc", Datacenter),
        ("near", Near));

    /// <inheritdoc/>
    public override string ToString()
    {
        var call = Question.Call("service", Name, ("tag", Tag), ("dc", Datacenter), ("near", Near));
        return PassingOnly ? call : call[..^1] + ", passing: false)";
    }

    internal override object Parse(ref Utf8JsonReader body)
    {
        var instances = new List<ServiceInstance>();
        if (ConsulJson.EnterArray(ref body))
        {
            while (ConsulJson.NextObject(ref body))
            {
                instances.Add(new HealthEntry().Read(ref body));
            }
        }

        return string.IsNullOrEmpty(Near) ? ConsulJson.Sorted(instances, HealthEntry.ByNodeThenId) : [.. instances];
    }

    internal override object Answer(Fixture fixture) => fixture.Instances(Name, Tag, PassingOnly);
}
