using Fluid.Values;

namespace ConsulRender.Templating.Values;

/// <summary>Which members a value has.</summary>
internal static class Members
{
    /// <summary>A member; null when the value has none of that name.</summary>
    internal static FluidValue? Find(FluidValue value, string name, string looseName) => value switch
    {
        MissingValue => value,
        RecordValue record => record.Member(looseName),
        MapValue map => map.FindMember(name, looseName) ?? (name == "size" ? Numbers.Of(map.Count) : map.Absent),
        StringValue => OfText(value.ToStringValue(), name),
        _ when Lists.IsList(value) => OfList(Lists.Items(value), name),
        _ => null,
    };

    internal static IEnumerable<string> Names(FluidValue value) => value switch
    {
        RecordValue record => record.MemberNames,
        MapValue map => map.Entries.Select(entry => entry.Key),
        StringValue or ArrayValue or RangeValue => ["first", "last", "size"],
        _ => [],
    };

    private static FluidValue? OfList(IReadOnlyList<FluidValue> items, string name) => name switch
    {
        "size" => Numbers.Of(items.Count),
        "first" => items.Count > 0 ? items[0] : NilValue.Instance,
        "last" => items.Count > 0 ? items[^1] : NilValue.Instance,
        _ => null,
    };

    private static FluidValue? OfText(string text, string name) => name switch
    {
        "size" => Numbers.Of(CodePoints.Count(text)),
        "first" => text.Length > 0 ? StringValue.Create(CodePoints.Part(text, 0, 1)) : NilValue.Instance,
        "last" => text.Length > 0 ? StringValue.Create(CodePoints.Part(text, CodePoints.Count(text) - 1, 1)) : NilValue.Instance,
        _ => null,
    };
}
