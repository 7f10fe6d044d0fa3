using System.Globalization;
using ConsulRender.Consul.Dependencies;

namespace ConsulRender.Consul.Fixtures;

/// <summary>An instance as a fixture describes it, before its node is known; owned by one load.</summary>
internal sealed class FixtureInstance
{
    private const string Known = "node, id, address, port, tags, meta, status";

    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private string? _address;
    private int _port;
    private EquatableList<string> _tags = [];
    private EquatableList<KeyValuePair<string, string>> _meta = [];
    private HealthStatus _status;

    /// <summary>Where the instance starts in the file.</summary>
    internal long Offset { get; private init; }

    internal string Node { get; private set; } = "";

    internal string? Id { get; private set; }

    internal static FixtureInstance Read(ref FixtureReader reader)
    {
        var instance = new FixtureInstance { Offset = reader.Offset };
        while (reader.NextMember(out var member))
        {
            if (!instance._seen.Add(member))
            {
                throw reader.Twice(reader.Offset, member);
            }

            instance.ReadMember(ref reader, member);
        }

        return instance.Node.Length > 0 ? instance : throw reader.Fail(instance.Offset, "the instance names no node; add \"node\"");
    }

    /// <summary>The instance with what its node and Consul's defaults add.</summary>
    internal ServiceInstance Complete(FixtureReader reader, string service, CatalogNode? node, bool isOnlyOneWithoutId)
    {
        if (node is null && string.IsNullOrEmpty(_address))
        {
            throw reader.Fail(Offset, $"node \"{Node}\" is unknown; list it under \"nodes\" or give the instance an \"address\"");
        }

        // Consul's default ID is the service's name; several on a node need more.
        var id = isOnlyOneWithoutId ? service : string.Create(CultureInfo.InvariantCulture, $"{service}-{_port}");
        id = Id ?? id;
        node ??= new CatalogNode { Name = Node, Address = _address! };
        return new()
        {
            Host = node,
            Id = id,
            Name = service,
            Address = string.IsNullOrEmpty(_address) ? node.Address : _address,
            Port = _port,
            Tags = _tags,
            ServiceMeta = _meta,
            Status = _status.Word(),
        };
    }

    private void ReadMember(ref FixtureReader reader, string member)
    {
        switch (member)
        {
            case "node":
                Node = reader.Text("\"node\"");
                break;
            case "id":
                Id = reader.Text("\"id\"");
                break;
            case "address":
                _address = reader.Text("\"address\"");
                break;
            case "port":
                _port = reader.Port();
                break;
            case "tags":
                _tags = ReadTags(ref reader);
                break;
            case "meta":
                _meta = [.. reader.Texts("\"meta\"")];
                break;
            case "status":
                _status = ReadStatus(ref reader);
                break;
            default:
                throw reader.Unknown(member, Known);
        }
    }

    private static EquatableList<string> ReadTags(ref FixtureReader reader)
    {
        var tags = new List<string>();
        reader.EnterArray("\"tags\"");
        while (reader.NextItem())
        {
            tags.Add(reader.ItemText("a tag"));
        }

        return ConsulJson.SortedUnique(tags);
    }

    private static HealthStatus ReadStatus(ref FixtureReader reader)
    {
        var word = reader.Text("\"status\"");
        return HealthStatuses.Parse(word) ?? throw reader.Fail($"unknown status \"{word}\"; write passing, warning, critical or maintenance");
    }
}
