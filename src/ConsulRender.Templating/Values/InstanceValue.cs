using ConsulRender.Consul;
using Fluid.Values;

namespace ConsulRender.Templating.Values;

/// <summary>One instance of a service, as <c>service(...)</c> lists them.</summary>
internal sealed class InstanceValue(ServiceInstance instance) : RecordValue
{
    private static readonly string[] Names =
        ["address", "datacenter", "id", "name", "node", "node_address", "node_meta", "port", "service_meta", "status", "tags"];

    internal override string Kind => "an instance";

    internal override IReadOnlyList<string> MemberNames => Names;

    internal ServiceInstance Instance => instance;

    public override object ToObjectValue() => instance;

    internal override FluidValue? Member(string looseName) => looseName switch
    {
        "port" => Numbers.Of(instance.Port),
        "tags" => Lists.Of(instance.Tags),
        "servicemeta" or "meta" => new MetadataValue(instance.ServiceMeta),
        "nodemeta" => new MetadataValue(instance.NodeMeta),
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

    private string? Text(string looseName) => looseName switch
    {
        "address" => instance.Address,
        "datacenter" => instance.Datacenter,
        "id" => instance.Id,
        "name" => instance.Name,
        "node" => instance.Node,
        "nodeaddress" => instance.NodeAddress,
        "status" => instance.Status,
        _ => null,
    };
}
