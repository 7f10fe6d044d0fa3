using System.Buffers;
using System.Text;
using System.Text.Json;

namespace ConsulRender.Consul.Saved;

/// <summary>Writes answers as Consul would have, so that each question reads its own again; those of the catalog are in <see cref="SavedCatalog"/>. Stateless.</summary>
internal static class SavedValue
{
    internal static void Texts(Utf8JsonWriter row, object value) => List<string>(row, value, static (row, text) => row.WriteStringValue(text));

    /// <summary>A list of what is JSON already.</summary>
    internal static void Objects(Utf8JsonWriter row, object value) => List<string>(row, value, static (row, text) => row.WriteRawValue(text, skipInputValidation: true));

    internal static void ConfigEntry(Utf8JsonWriter row, object value)
    {
        if (value is string text)
        {
            row.WriteRawValue(text, skipInputValidation: true);
        }
        else
        {
            Objects(row, value);
        }
    }

    internal static void ServiceNames(Utf8JsonWriter row, object value)
    {
        row.WriteStartObject();
        foreach (var service in (EquatableList<ServiceName>)value)
        {
            row.WritePropertyName(service.Name);
            Texts(row, service.Tags);
        }

        row.WriteEndObject();
    }

    internal static void Instances(Utf8JsonWriter row, object value) => List<ServiceInstance>(row, value, SavedCatalog.Entry);

    internal static void PreparedInstances(Utf8JsonWriter row, object value)
    {
        row.WriteStartObject();
        row.WritePropertyName("Nodes"u8);
        Instances(row, value);
        row.WriteEndObject();
    }

    internal static void Nodes(Utf8JsonWriter row, object value) => List<CatalogNode>(row, value, SavedCatalog.Node);

    internal static void NodeServices(Utf8JsonWriter row, object value)
    {
        var (node, services) = (NodeServices)value;
        row.WriteStartObject();
        row.WritePropertyName("Node"u8);
        SavedCatalog.Node(row, node);
        row.WriteStartObject("Services"u8);
        foreach (var service in services)
        {
            row.WritePropertyName(service.Id);
            SavedCatalog.Service(row, service);
        }

        row.WriteEndObject();
        row.WriteEndObject();
    }

    internal static void Checks(Utf8JsonWriter row, object value) => List<HealthCheck>(row, value, SavedCatalog.Check);

    internal static void Key(Utf8JsonWriter row, object value)
    {
        row.WriteStartArray();
        row.WriteStartObject();

        // Consul names the key in its answer, so the parser wants one; whose value it is, the question says.
        row.WriteString("Key"u8, "key"u8);
        Base64(row, (string)value);
        row.WriteEndObject();
        row.WriteEndArray();
    }

    internal static void Pairs(Utf8JsonWriter row, object value)
    {
        row.WriteStartArray();
        foreach (var pair in (EquatableList<KeyPair>)value)
        {
            row.WriteStartObject();
            row.WriteString("Key"u8, pair.Path);
            row.WriteNumber("Flags"u8, pair.Flags);
            Base64(row, pair.Value);
            row.WriteEndObject();
        }

        row.WriteEndArray();
    }

    internal static void Agent(Utf8JsonWriter row, object value)
    {
        var agent = (Agent)value;
        row.WriteStartObject();
        row.WriteStartObject("Config"u8);
        row.WriteString("NodeName"u8, agent.Node);
        row.WriteString("NodeID"u8, agent.NodeId);
        row.WriteString("Datacenter"u8, agent.Datacenter);
        row.WriteString("Version"u8, agent.Version);
        row.WriteBoolean("Server"u8, agent.IsServer);
        row.WriteEndObject();
        row.WriteStartObject("Member"u8);
        row.WriteString("Addr"u8, agent.Address);
        row.WriteEndObject();
        SavedCatalog.Pairs(row, "Meta"u8, agent.Meta);
        row.WriteEndObject();
    }

    internal static void CaRoots(Utf8JsonWriter row, object value)
    {
        var roots = (EquatableList<CaRoot>)value;
        row.WriteStartObject();
        row.WriteString("TrustDomain"u8, roots.Count > 0 ? roots[0].TrustDomain : "");
        row.WriteStartArray("Roots"u8);
        foreach (var root in roots)
        {
            row.WriteStartObject();
            row.WriteString("ID"u8, root.Id);
            row.WriteString("Name"u8, root.Name);
            row.WriteString("RootCert"u8, root.RootCert);
            row.WritePropertyName("IntermediateCerts"u8);
            Texts(row, root.IntermediateCerts);
            row.WriteBoolean("Active"u8, root.Active);
            row.WriteString("NotBefore"u8, root.NotBefore);
            row.WriteString("NotAfter"u8, root.NotAfter);
            row.WriteEndObject();
        }

        row.WriteEndArray();
        row.WriteEndObject();
    }

    internal static void CaLeaf(Utf8JsonWriter row, object value)
    {
        var leaf = (LeafCertificate)value;
        row.WriteStartObject();
        row.WriteString("Service"u8, leaf.Service);
        row.WriteString("ServiceURI"u8, leaf.ServiceUri);
        row.WriteString("CertPEM"u8, leaf.Certificate);
        row.WriteString("PrivateKeyPEM"u8, leaf.PrivateKey.Reveal());
        row.WriteString("SerialNumber"u8, leaf.SerialNumber);
        row.WriteString("ValidAfter"u8, leaf.ValidAfter);
        row.WriteString("ValidBefore"u8, leaf.ValidBefore);
        row.WriteEndObject();
    }

    private static void List<T>(Utf8JsonWriter row, object value, Action<Utf8JsonWriter, T> write)
        where T : notnull
    {
        row.WriteStartArray();
        foreach (var item in (EquatableList<T>)value)
        {
            write(row, item);
        }

        row.WriteEndArray();
    }

    private static void Base64(Utf8JsonWriter row, string value)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(value.Length));
        var length = Encoding.UTF8.GetBytes(value, bytes);
        row.WriteBase64String("Value"u8, bytes.AsSpan(0, length));
        ArrayPool<byte>.Shared.Return(bytes, clearArray: true);
    }
}
