using System.Text.Json;
using ConsulRender.Consul.Fixtures;

namespace ConsulRender.Consul.Dependencies;

/// <summary>One node with its services; answered with <see cref="NodeServices"/>, or absent.</summary>
public sealed record NodeByName(string Name, string? Datacenter = null) : ConsulQuery
{
    private static readonly Comparison<ServiceInstance> ByNameThenId = (left, right) =>
        string.CompareOrdinal(left.Name, right.Name) is not 0 and var order ? order : string.CompareOrdinal(left.Id, right.Id);

    internal override string RequestPath => Question.Path("/v1/catalog/node/" + Uri.EscapeDataString(Name), Scope, ("dc", Datacenter));

    /// <inheritdoc/>
    public override string ToString() => Question.Call("node", Name, Scope, ("dc", Datacenter));

    // The removal of the node wakes nobody (seen with 1.8.7), so only the next question tells it.
    internal override TimeSpan? LongestWait => TimeSpan.FromSeconds(10);

    // For a node that it does not know Consul answers null, with an index.
    internal override object? Parse(ref Utf8JsonReader body, SharedValues shared)
    {
        if (!ConsulJson.EnterObject(ref body))
        {
            return null;
        }

        var node = new NodeEntry(shared);
        var there = false;
        var services = new List<ServiceInstance>();
        while (ConsulJson.NextMember(ref body))
        {
            if (body.ValueTextEquals("Node"u8))
            {
                there = ConsulJson.EnterObject(ref body);
                node = there ? node.Read(ref body) : node;
            }
            else if (body.ValueTextEquals("Services"u8))
            {
                ReadServices(ref body, shared.Node(node), services, shared);
            }
            else
            {
                body.Skip();
            }
        }

        return there ? new NodeServices(shared.Node(node), ConsulJson.Sorted(services, ByNameThenId)) : null;
    }

    internal override object? Answer(Fixture fixture) => fixture.Node(Name) is { } node
        ? new NodeServices(node, ConsulJson.Sorted(fixture.ServicesOn(Name), ByNameThenId))
        : null;

    // Consul writes the node before its services.
    private static void ReadServices(ref Utf8JsonReader body, CatalogNode node, List<ServiceInstance> services, SharedValues shared)
    {
        for (var there = ConsulJson.EnterObject(ref body); there && ConsulJson.NextMember(ref body);)
        {
            if (ConsulJson.EnterObject(ref body))
            {
                services.Add(new ServiceEntry(shared).Read(ref body).On(node, status: "", checks: []));
            }
        }
    }
}
