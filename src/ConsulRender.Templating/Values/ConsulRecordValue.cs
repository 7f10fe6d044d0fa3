using Fluid.Values;

namespace ConsulRender.Templating.Values;

/// <summary>A record of Consul's whose members are looked up by a function; equal when the records are.</summary>
internal sealed class ConsulRecordValue(string kind, string names, object record, Func<string, FluidValue?> member) : RecordValue
{
    internal override string Kind => kind;

    internal override IReadOnlyList<string> MemberNames => names.Split(' ');

    public override object ToObjectValue() => record;

    internal override FluidValue? Member(string looseName) => member(looseName);
}
