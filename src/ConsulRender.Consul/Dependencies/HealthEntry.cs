using System.Text.Json;

namespace ConsulRender.Consul.Dependencies;

/// <summary>One entry of Consul's health answer while it is read; owned by the parser, gone when the instance is made.</summary>
internal ref struct HealthEntry()
{
    private string _node = "";
    private string _nodeAddress = "";
    private string _datacenter = "";
    private EquatableList<KeyValuePair<string, string>> _nodeMeta = [];
    private string _id = "";
    private string _name = "";
    private string _address = "";
    private int _port;
    private EquatableList<string> _tags = [];
    private EquatableList<KeyValuePair<string, string>> _serviceMeta = [];
    private HealthStatus _status;

    internal static Comparison<ServiceInstance> ByNodeThenId { get; } = (left, right) =>
        string.CompareOrdinal(left.Node, right.Node) is not 0 and var order ? order : string.CompareOrdinal(left.Id, right.Id);

    internal ServiceInstance Read(ref Utf8JsonReader body)
    {
        while (ConsulJson.NextMember(ref body))
        {
            if (body.ValueTextEquals("Node"u8))
            {
                ReadNode(ref body);
            }
            else if (body.ValueTextEquals("Service"u8))
            {
                ReadService(ref body);
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

        return new()
        {
            Node = _node,
            NodeAddress = _nodeAddress,
            Datacenter = _datacenter,
            NodeMeta = _nodeMeta,
            Id = _id,
            Name = _name,
            Address = _address.Length == 0 ? _nodeAddress : _address,
            Port = _port,
            Tags = _tags,
            ServiceMeta = _serviceMeta,
            Status = _status.Word(),
        };
    }

    private void ReadNode(ref Utf8JsonReader body)
    {
        for (var there = ConsulJson.EnterObject(ref body); there && ConsulJson.NextMember(ref body);)
        {
            if (body.ValueTextEquals("Node"u8))
            {
                _node = ConsulJson.Text(ref body);
            }
            else if (body.ValueTextEquals("Address"u8))
            {
                _nodeAddress = ConsulJson.Text(ref body);
            }
            else if (body.ValueTextEquals("Datacenter"u8))
            {
                _datacenter = ConsulJson.Text(ref body);
            }
            else if (body.ValueTextEquals("Meta"u8))
            {
                _nodeMeta = ConsulJson.Pairs(ref body);
            }
            else
            {
                body.Skip();
            }
        }
    }

    private void ReadService(ref Utf8JsonReader body)
    {
        for (var there = ConsulJson.EnterObject(ref body); there && ConsulJson.NextMember(ref body);)
        {
            if (body.ValueTextEquals("ID"u8))
            {
                _id = ConsulJson.Text(ref body);
            }
            else if (body.ValueTextEquals("Service"u8))
            {
                _name = ConsulJson.Text(ref body);
            }
            else if (body.ValueTextEquals("Address"u8))
            {
                _address = ConsulJson.Text(ref body);
            }
            else if (body.ValueTextEquals("Port"u8))
            {
                _port = ConsulJson.Port(ref body);
            }
            else if (body.ValueTextEquals("Tags"u8))
            {
                _tags = ConsulJson.Tags(ref body);
            }
            else if (body.ValueTextEquals("Meta"u8))
            {
                _serviceMeta = ConsulJson.Pairs(ref body);
            }
            else
            {
                body.Skip();
            }
        }
    }

    private void ReadChecks(ref Utf8JsonReader body)
    {
        for (var there = ConsulJson.EnterArray(ref body); there && ConsulJson.NextObject(ref body);)
        {
            var check = HealthStatuses.ReadCheck(ref body);
            _status = check > _status ? check : _status;
        }
    }
}
