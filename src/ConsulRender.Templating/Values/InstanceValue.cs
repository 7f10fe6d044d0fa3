using ConsulRender.Consul;
using Fluid.Values;

namespace ConsulRender.Templating.Values;

/// <summary>One instance of a service, as <c>service(...)</c> lists them.</summary>
internal sealed class InstanceValue(ServiceInstance instance) : RecordValue
{
    private static readonly string[] Names =
    [
        "address", "checks", "datacenter", "id", "kind", "name", "node", "node_address", "node_id", "node_meta", "node_tagged_addresses", "port",
        "service_meta", "service_tagged_addresses", "status", "tags", "weights",
    ];

    internal override string Kind => "an instance";

    internal override IReadOnlyList<string> MemberNames => Names;

    internal ServiceInstance Instance => instance;

    public override object ToObjectValue() => instance;

    internal override FluidValue? Member(string looseName) => looseName switch
    {
        "port" => Numbers.Of(instance.Port),
        "tags" => Lists.Of(instance.Tags),
        "servicemeta" or "meta" => new MetadataValue(instance.ServiceMeta),
        "nodemeta" => new MetadataValue(instance.Host.Meta),
        "checks" => Lists.Of(instance.Checks, ConsulRecords.Of),
        "nodetaggedaddresses" => new MetadataValue(instance.Host.TaggedAddresses),
        "servicetaggedaddresses" or "taggedaddresses" => new TaggedAddressesValue(instance.TaggedAddresses),
        "weights" => ConsulRecords.Weights(instance),
        _ => Text(looseName) is { } text ? StringValue.Create(text) : null,
    };

    internal override bool TryWriteMember(string looseName, Utf8Output output)
    {
        if (looseName == "port")
        {
            output.Write(instance.Port);
            return true;
        }

        if (Text(looseName) is not { } text)
        {
            return false;
        }

        output.Write(text);
        return true;
    }

    // Two steps, because with more names than these the compiler hashes the text in each look-up, which made a whole render a third slower.
    private string? Text(string looseName) => looseName switch
    {
        "address" => instance.Address,
        "datacenter" => instance.Host.Datacenter,
        "id" => instance.Id,
        "name" => instance.Name,
        "node" => instance.Node,
        "nodeaddress" => instance.Host.Address,
        "status" => instance.Status,
        _ => RarerText(looseName),
    };

    private string? RarerText(string looseName) => looseName switch
    {
        "kind" => instance.Kind,
        "nodeid" => instance.Host.Id,
        _ => null,
    };
}
