using ConsulRender.Templating.Nodes;
using ConsulRender.Templating.Values;
using Fluid.Values;

namespace ConsulRender.Templating.Rounds;

/// <summary>Tells whether two values, perhaps of different renders, are the same to every template: quickly, and with no where it is not sure. Stateless.</summary>
internal static class SameValue
{
    internal static bool Is(FluidValue? one, FluidValue? other) => ReferenceEquals(one, other) || (one, other) switch
    {
        (StringValue text, StringValue now) => IsSame(text.ToStringValue(), now.ToStringValue()),
        (NumberValue number, NumberValue now) => IsSame(number.ToNumberValue(), now.ToNumberValue()),
        (BooleanValue truth, BooleanValue now) => truth.ToBooleanValue() == now.ToBooleanValue(),
        (MacroValue macro, MacroValue now) => ReferenceEquals(macro.Macro, now.Macro),
        (RecordValue record, RecordValue now) => record.GetType() == now.GetType() && KeyOf(record) is { } key && key.Equals(KeyOf(now)),
        _ => false,
    };

    /// <summary>What a value may be found again by, and is then to be compared; null when that is not known.</summary>
    internal static object? KeyOf(FluidValue value) => value switch
    {
        StringValue => value.ToStringValue(),
        RecordValue when value.ToObjectValue() is var record && !ReferenceEquals(record, value) => record,
        _ => null,
    };

    // Who wrote a line break is known by the value's identity.
    private static bool IsSame(string one, string other) => one == other && !LineBreaks.Has(one);

    // 1.0 is 1 and is printed otherwise.
    private static bool IsSame(decimal one, decimal other) => one == other && one.Scale == other.Scale;
}
