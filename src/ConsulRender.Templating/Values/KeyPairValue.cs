using ConsulRender.Consul;
using Fluid.Values;

namespace ConsulRender.Templating.Values;

/// <summary>One key with its value, as <c>ls</c> and <c>tree</c> list them.</summary>
internal sealed class KeyPairValue(KeyPair pair) : RecordValue
{
    private static readonly string[] Names = ["flags", "key", "path", "value"];

    internal override string Kind => "a key";

    internal override IReadOnlyList<string> MemberNames => Names;

    public override object ToObjectValue() => pair;

    internal override FluidValue? Member(string looseName) => looseName switch
    {
        "flags" => NumberValue.Create(pair.Flags),
        "key" => StringValue.Create(pair.Key),
        "path" => StringValue.Create(pair.Path),
        "value" => StringValue.Create(pair.Value),
        _ => null,
    };
}
