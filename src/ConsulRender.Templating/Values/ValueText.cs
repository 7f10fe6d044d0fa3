using Fluid.Values;

namespace ConsulRender.Templating.Values;

/// <summary>What a value is as text, as Liquid has it.</summary>
internal static class ValueText
{
    internal static string ToText(this FluidValue value) => value switch
    {
        NumberValue => Numbers.Text(value.ToNumberValue()),
        ArrayValue array => string.Concat(array.Values.Select(ToText)),
        _ => value.ToStringValue(),
    };

    /// <summary>What messages call a value, such as <c>a string</c>.</summary>
    internal static string KindOf(FluidValue value) => value switch
    {
        RecordValue record => record.Kind,
        StringValue => "a string",
        NumberValue => "a number",
        BooleanValue => "a boolean",
        ArrayValue or RangeValue => "a list",
        MapValue => "a map",
        BaseNilValue => "nil",
        MacroValue => "a macro",
        _ => "a value",
    };
}
