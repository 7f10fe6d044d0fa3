using System.Text.Json;

namespace ConsulRender.Consul.Dependencies;

/// <summary>One check of Consul's answer while it is read; owned by the parser. Its output, definition and indexes are left out.</summary>
internal struct CheckEntry()
{
    private string _node = "";
    private string _id = "";
    private string _name = "";
    private string _status = "";
    private string _notes = "";
    private string _serviceId = "";
    private string _serviceName = "";
    private EquatableList<string> _serviceTags = [];
    private string _type = "";

    internal static Comparison<HealthCheck> ByNodeThenId { get; } = (left, right) =>
        string.CompareOrdinal(left.Node, right.Node) is not 0 and var order ? order : string.CompareOrdinal(left.Id, right.Id);

    /// <summary>Reads the members of the object that the reader stands in; the node's name is mostly known already, and then not made again.</summary>
    internal CheckEntry Read(ref Utf8JsonReader body, string node = "")
    {
        while (ConsulJson.NextMember(ref body))
        {
            if (body.ValueTextEquals("Node"u8))
            {
                _node = ConsulJson.Text(ref body, node);
            }
            else if (body.ValueTextEquals("CheckID"u8))
            {
                _id = ConsulJson.Text(ref body, "serfHealth");
            }
            else if (body.ValueTextEquals("Name"u8))
            {
                _name = ConsulJson.Text(ref body, "Serf Health Status");
            }
            else if (body.ValueTextEquals("Status"u8))
            {
                _status = ConsulJson.Text(ref body, "passing");
            }
            else if (body.ValueTextEquals("Notes"u8))
            {
                _notes = ConsulJson.Text(ref body);
            }
            else
            {
                ReadMore(ref body);
            }
        }

        return this;
    }

    internal readonly HealthStatus Health => HealthStatuses.OfCheck(_id, _status);

    internal readonly HealthCheck ToCheck() => new()
    {
        Node = _node,
        Id = _id,
        Name = _name,
        Status = _status,
        Notes = _notes,
        ServiceId = _serviceId,
        ServiceName = _serviceName,
        ServiceTags = _serviceTags,
        Type = _type,
    };

    /// <summary>A list of checks, sorted by node, then ID.</summary>
    internal static EquatableList<HealthCheck> ReadAll(ref Utf8JsonReader body)
    {
        var checks = new List<HealthCheck>();
        for (var there = ConsulJson.EnterArray(ref body); there && ConsulJson.NextObject(ref body);)
        {
            checks.Add(new CheckEntry().Read(ref body).ToCheck());
        }

        return ConsulJson.Sorted(checks, ByNodeThenId);
    }

    private void ReadMore(ref Utf8JsonReader body)
    {
        if (body.ValueTextEquals("ServiceID"u8))
        {
            _serviceId = ConsulJson.Text(ref body);
        }
        else if (body.ValueTextEquals("ServiceName"u8))
        {
            _serviceName = ConsulJson.Text(ref body);
        }
        else if (body.ValueTextEquals("ServiceTags"u8))
        {
            _serviceTags = ConsulJson.Tags(ref body);
        }
        else if (body.ValueTextEquals("Type"u8))
        {
            _type = ConsulJson.Text(ref body, "ttl");
        }
        else
        {
            body.Skip();
        }
    }
}
