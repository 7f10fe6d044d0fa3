using System.Text.Json;

namespace ConsulRender.Consul.Dependencies;

/// <summary>One entry of Consul's health answer while it is read; owned by the parser, gone when the instance is made.</summary>
internal ref struct HealthEntry(SharedValues shared)
{
    private NodeEntry _node = new(shared);
    private ServiceEntry _service = new(shared);
    private EquatableList<HealthCheck> _checks = [];
    private HealthStatus _status;
    private bool _hasService;

    internal static Comparison<ServiceInstance> ByNodeThenId { get; } = (left, right) =>
        string.CompareOrdinal(left.Node, right.Node) is not 0 and var order ? order : string.CompareOrdinal(left.Id, right.Id);

    internal ServiceInstance Read(ref Utf8JsonReader body)
    {
        while (ConsulJson.NextMember(ref body))
        {
            if (body.ValueTextEquals("Node"u8))
            {
                _node = ConsulJson.EnterObject(ref body) ? _node.Read(ref body) : _node;
            }
            else if (body.ValueTextEquals("Service"u8))
            {
                _hasService = ConsulJson.EnterObject(ref body);
                _service = _hasService ? _service.Read(ref body) : _service;
            }
            else if (body.ValueTextEquals("Checks"u8))
            {
                ReadChecks(ref body);
            }
            else
            {
                body.Skip();
            }
        }

        // Consul writes both always, so without them it is something else that is well-formed JSON, and no instance to send anybody to.
        return !_hasService || _node.Name.Length == 0 ? throw new JsonException("an entry has no node or no service") : _service.On(shared.Node(_node), _status.Word(), _checks);
    }

    /// <summary>A list of entries in Consul's order.</summary>
    internal static List<ServiceInstance> ReadAll(ref Utf8JsonReader body, SharedValues shared)
    {
        var instances = new List<ServiceInstance>();
        for (var there = ConsulJson.EnterArray(ref body); there && ConsulJson.NextObject(ref body);)
        {
            instances.Add(new HealthEntry(shared).Read(ref body));
        }

        return instances;
    }

    private void ReadChecks(ref Utf8JsonReader body)
    {
        List<HealthCheck>? checks = null;
        for (var there = ConsulJson.EnterArray(ref body); there && ConsulJson.NextObject(ref body);)
        {
            var check = new CheckEntry(shared).Read(ref body, _service.Id);
            _status = check.Health > _status ? check.Health : _status;
            (checks ??= []).Add(shared.Check(check));
        }

        _checks = checks is null ? [] : ConsulJson.Sorted(checks, CheckEntry.ByNodeThenId);
    }
}
