using System.Text.Json;

namespace ConsulRender.Consul.Dependencies;

/// <summary>One service of Consul's answer while it is read; owned by the parser.</summary>
internal struct ServiceEntry(SharedValues shared)
{
    private static readonly Comparison<TaggedAddress> ByTag = (left, right) => string.CompareOrdinal(left.Tag, right.Tag);

    private string _kind = "";
    private string _address = "";
    private int _port;
    private EquatableList<string> _tags = [];
    private EquatableList<KeyValuePair<string, string>> _meta = [];
    private EquatableList<TaggedAddress> _taggedAddresses = [];
    private int _passingWeight = 1;
    private int _warningWeight = 1;

    internal string Id { get; private set; } = "";

    internal string Name { get; private set; } = "";

    internal readonly EquatableList<string> Tags => _tags;

    /// <summary>Reads the members of the object that the reader stands in.</summary>
    internal ServiceEntry Read(ref Utf8JsonReader body)
    {
        while (ConsulJson.NextMember(ref body))
        {
            if (body.ValueTextEquals("ID"u8))
            {
                Id = ConsulJson.Text(ref body);
            }
            else if (body.ValueTextEquals("Service"u8))
            {
                Name = ConsulJson.Text(ref body, shared);
            }
            else if (body.ValueTextEquals("Address"u8))
            {
                _address = ConsulJson.Text(ref body, shared);
            }
            else if (body.ValueTextEquals("Port"u8))
            {
                _port = ConsulJson.Integer(ref body);
            }
            else if (body.ValueTextEquals("Tags"u8))
            {
                _tags = ConsulJson.Tags(ref body, shared);
            }
            else if (body.ValueTextEquals("Meta"u8))
            {
                _meta = ConsulJson.Pairs(ref body, shared);
            }
            else
            {
                ReadMore(ref body);
            }
        }

        return this;
    }

    internal readonly ServiceInstance On(CatalogNode node, string status, EquatableList<HealthCheck> checks) => new()
    {
        Host = node,
        Id = Id,
        Name = Name,
        Kind = _kind,
        Address = _address.Length == 0 ? node.Address : _address,
        Port = _port,
        Tags = _tags,
        ServiceMeta = _meta,
        TaggedAddresses = _taggedAddresses,
        PassingWeight = _passingWeight,
        WarningWeight = _warningWeight,
        Status = status,
        Checks = checks,
    };

    private void ReadMore(ref Utf8JsonReader body)
    {
        if (body.ValueTextEquals("Kind"u8))
        {
            _kind = ConsulJson.Text(ref body, shared);
        }
        else if (body.ValueTextEquals("TaggedAddresses"u8))
        {
            ReadAddresses(ref body);
        }
        else if (body.ValueTextEquals("Weights"u8))
        {
            ReadWeights(ref body);
        }
        else
        {
            body.Skip();
        }
    }

    private void ReadAddresses(ref Utf8JsonReader body)
    {
        List<TaggedAddress>? addresses = null;
        for (var there = ConsulJson.EnterObject(ref body); there && ConsulJson.NextMember(ref body);)
        {
            (addresses ??= []).Add(ReadAddress(ref body));
        }

        _taggedAddresses = addresses is null ? [] : ConsulJson.Sorted(addresses, ByTag);
    }

    private readonly TaggedAddress ReadAddress(ref Utf8JsonReader body)
    {
        var (tag, address, port) = (shared.Text(ref body), "", 0);
        for (var there = ConsulJson.EnterObject(ref body); there && ConsulJson.NextMember(ref body);)
        {
            if (body.ValueTextEquals("Address"u8))
            {
                address = ConsulJson.Text(ref body, _address, shared);
            }
            else if (body.ValueTextEquals("Port"u8))
            {
                port = ConsulJson.Integer(ref body);
            }
            else
            {
                body.Skip();
            }
        }

        return new(tag, address, port);
    }

    private void ReadWeights(ref Utf8JsonReader body)
    {
        for (var there = ConsulJson.EnterObject(ref body); there && ConsulJson.NextMember(ref body);)
        {
            if (body.ValueTextEquals("Passing"u8))
            {
                _passingWeight = ConsulJson.Integer(ref body);
            }
            else if (body.ValueTextEquals("Warning"u8))
            {
                _warningWeight = ConsulJson.Integer(ref body);
            }
            else
            {
                body.Skip();
            }
        }
    }
}
