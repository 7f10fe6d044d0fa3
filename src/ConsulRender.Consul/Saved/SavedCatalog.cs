using System.Text.Json;

namespace ConsulRender.Consul.Saved;

/// <summary>Writes nodes, instances and checks as Consul would have, without what is empty or as usual. Stateless.</summary>
internal static class SavedCatalog
{
    /// <summary>An instance with its node and its checks.</summary>
    internal static void Entry(Utf8JsonWriter row, ServiceInstance instance)
    {
        row.WriteStartObject();
        row.WritePropertyName("Node"u8);
        Node(row, instance.Host);

        // Before its checks, which are read with its ID in mind.
        row.WritePropertyName("Service"u8);
        Service(row, instance);
        row.WriteStartArray("Checks"u8);
        foreach (var check in instance.Checks)
        {
            Check(row, check);
        }

        row.WriteEndArray();
        row.WriteEndObject();
    }

    internal static void Node(Utf8JsonWriter row, CatalogNode node)
    {
        row.WriteStartObject();
        Text(row, "Node"u8, node.Name);
        Text(row, "ID"u8, node.Id);
        Text(row, "Address"u8, node.Address);
        Text(row, "Datacenter"u8, node.Datacenter);
        Pairs(row, "TaggedAddresses"u8, node.TaggedAddresses);
        Pairs(row, "Meta"u8, node.Meta);
        row.WriteEndObject();
    }

    internal static void Service(Utf8JsonWriter row, ServiceInstance instance)
    {
        row.WriteStartObject();
        Text(row, "ID"u8, instance.Id);
        Text(row, "Service"u8, instance.Name);
        Text(row, "Kind"u8, instance.Kind);
        Text(row, "Address"u8, instance.Address);
        row.WriteNumber("Port"u8, instance.Port);
        Tags(row, "Tags"u8, instance.Tags);
        Pairs(row, "Meta"u8, instance.ServiceMeta);
        Addresses(row, instance.TaggedAddresses);
        if ((instance.PassingWeight, instance.WarningWeight) is not (1, 1))
        {
            row.WriteStartObject("Weights"u8);
            row.WriteNumber("Passing"u8, instance.PassingWeight);
            row.WriteNumber("Warning"u8, instance.WarningWeight);
            row.WriteEndObject();
        }

        row.WriteEndObject();
    }

    internal static void Check(Utf8JsonWriter row, HealthCheck check)
    {
        row.WriteStartObject();
        Text(row, "Node"u8, check.Node);
        Text(row, "CheckID"u8, check.Id);
        Text(row, "Name"u8, check.Name);
        Text(row, "Status"u8, check.Status);
        Text(row, "Notes"u8, check.Notes);
        Text(row, "ServiceID"u8, check.ServiceId);
        Text(row, "ServiceName"u8, check.ServiceName);
        Tags(row, "ServiceTags"u8, check.ServiceTags);
        Text(row, "Type"u8, check.Type);
        row.WriteEndObject();
    }

    internal static void Pairs(Utf8JsonWriter row, ReadOnlySpan<byte> name, EquatableList<KeyValuePair<string, string>> pairs)
    {
        if (pairs.Count == 0)
        {
            return;
        }

        row.WriteStartObject(name);
        foreach (var (key, value) in pairs.AsSpan())
        {
            row.WriteString(key, value);
        }

        row.WriteEndObject();
    }

    private static void Addresses(Utf8JsonWriter row, EquatableList<TaggedAddress> addresses)
    {
        if (addresses.Count == 0)
        {
            return;
        }

        row.WriteStartObject("TaggedAddresses"u8);
        foreach (var address in addresses.AsSpan())
        {
            row.WriteStartObject(address.Tag);
            Text(row, "Address"u8, address.Address);
            row.WriteNumber("Port"u8, address.Port);
            row.WriteEndObject();
        }

        row.WriteEndObject();
    }

    private static void Tags(Utf8JsonWriter row, ReadOnlySpan<byte> name, EquatableList<string> tags)
    {
        if (tags.Count > 0)
        {
            row.WritePropertyName(name);
            SavedValue.Texts(row, tags);
        }
    }

    private static void Text(Utf8JsonWriter row, ReadOnlySpan<byte> name, string text)
    {
        if (text.Length > 0)
        {
            row.WriteString(name, text);
        }
    }
}
