using System.Text.Json;

namespace ConsulRender.Consul.Dependencies;

/// <summary>One check of Consul's answer while it is read; owned by the parser. Its output, definition and indexes are left out.</summary>
internal struct CheckEntry(SharedValues shared)
{
    private string _name = "";
    private string _status = "";
    private string _notes = "";
    private string _serviceId = "";
    private string _serviceName = "";
    private EquatableList<string> _serviceTags = [];
    private string _type = "";

    internal string Node { get; private set; } = "";

    internal string Id { get; private set; } = "";

    /// <summary>Whether it looks at an instance and not at its node.</summary>
    internal readonly bool IsOfInstance => _serviceId.Length > 0;

    internal static Comparison<HealthCheck> ByNodeThenId { get; } = (left, right) =>
        string.CompareOrdinal(left.Node, right.Node) is not 0 and var order ? order : string.CompareOrdinal(left.Id, right.Id);

    /// <summary>Reads the members of the object that the reader stands in; the instance is expected to be this one.</summary>
    internal CheckEntry Read(ref Utf8JsonReader body, string service = "")
    {
        while (ConsulJson.NextMember(ref body))
        {
            if (body.ValueTextEquals("Node"u8))
            {
                Node = ConsulJson.Text(ref body, shared);
            }
            else if (body.ValueTextEquals("CheckID"u8))
            {
                Id = ConsulJson.Text(ref body, "serfHealth");
            }
            else if (body.ValueTextEquals("Name"u8))
            {
                _name = ConsulJson.Text(ref body, shared);
            }
            else if (body.ValueTextEquals("Status"u8))
            {
                _status = ConsulJson.Text(ref body, "passing", shared);
            }
            else if (body.ValueTextEquals("Notes"u8))
            {
                _notes = ConsulJson.Text(ref body, shared);
            }
            else
            {
                ReadMore(ref body, service);
            }
        }

        return this;
    }

    internal readonly HealthStatus Health => HealthStatuses.OfCheck(Id, _status);

    internal readonly HealthCheck ToCheck() => new()
    {
        Node = Node,
        Id = Id,
        Name = _name,
        Status = _status,
        Notes = _notes,
        ServiceId = _serviceId,
        ServiceName = _serviceName,
        ServiceTags = _serviceTags,
        Type = _type,
    };

    /// <summary>A list of checks, sorted by node, then ID.</summary>
    internal static EquatableList<HealthCheck> ReadAll(ref Utf8JsonReader body, SharedValues shared)
    {
        var checks = new List<HealthCheck>();
        for (var there = ConsulJson.EnterArray(ref body); there && ConsulJson.NextObject(ref body);)
        {
            checks.Add(new CheckEntry(shared).Read(ref body).ToCheck());
        }

        return ConsulJson.Sorted(checks, ByNodeThenId);
    }

    private void ReadMore(ref Utf8JsonReader body, string service)
    {
        if (body.ValueTextEquals("ServiceID"u8))
        {
            _serviceId = ConsulJson.Text(ref body, service);
        }
        else if (body.ValueTextEquals("ServiceName"u8))
        {
            _serviceName = ConsulJson.Text(ref body, shared);
        }
        else if (body.ValueTextEquals("ServiceTags"u8))
        {
            _serviceTags = ConsulJson.Tags(ref body, shared);
        }
        else if (body.ValueTextEquals("Type"u8))
        {
            _type = ConsulJson.Text(ref body, shared);
        }
        else
        {
            body.Skip();
        }
    }
}
