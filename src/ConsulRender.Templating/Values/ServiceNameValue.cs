using ConsulRender.Consul;
using Fluid.Values;

namespace ConsulRender.Templating.Values;

/// <summary>One service of the catalog, as <c>services</c> lists them; as text it is its name.</summary>
internal sealed class ServiceNameValue(ServiceName service) : RecordValue
{
    private static readonly string[] Names = ["name", "tags"];

    internal override string Kind => "a service";

    internal override IReadOnlyList<string> MemberNames => Names;

    internal string Name => service.Name;

    public override object ToObjectValue() => service;

    public override string ToStringValue() => service.Name;

    internal override FluidValue? Member(string looseName) => looseName switch
    {
        "name" => StringValue.Create(service.Name),
        "tags" => Lists.Of(service.Tags),
        _ => null,
    };

    internal override bool TryWriteMember(string looseName, Utf8Output output)
    {
        if (looseName != "name")
        {
            return false;
        }

        output.Write(service.Name);
        return true;
    }
}
