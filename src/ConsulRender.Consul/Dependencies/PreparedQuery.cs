using System.Text.Json;
using ConsulRender.Consul.Fixtures;

namespace ConsulRender.Consul.Dependencies;

/// <summary>
/// What a prepared query gives, by name or ID; answered with <c>EquatableList&lt;ServiceInstance&gt;</c> sorted by node, then ID, unless <c>Near</c> asks for
/// Consul's order. Consul shuffles them and does not block: the index that it sends is always the same.
/// </summary>
public sealed record PreparedQuery(string Name, string? Datacenter = null, string? Near = null) : ConsulQuery
{
    internal override string RequestPath => Question.Path($"/v1/query/{Uri.EscapeDataString(Name)}/execute", Scope, ("dc", Datacenter), ("near", Near));

    internal override TimeSpan? PollInterval => TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public override string ToString() => Question.Call("prepared_query", Name, Scope, ("dc", Datacenter), ("near", Near));

    internal override object Parse(ref Utf8JsonReader body, SharedValues shared)
    {
        List<ServiceInstance> instances = [];
        for (var there = ConsulJson.EnterObject(ref body); there && ConsulJson.NextMember(ref body);)
        {
            if (body.ValueTextEquals("Nodes"u8))
            {
                instances = HealthEntry.ReadAll(ref body, shared);
            }
            else
            {
                body.Skip();
            }
        }

        return string.IsNullOrEmpty(Near) ? ConsulJson.Sorted(instances, HealthEntry.ByNodeThenId) : [.. instances];
    }

    internal override object Answer(Fixture fixture) => EquatableList<ServiceInstance>.Empty;
}
