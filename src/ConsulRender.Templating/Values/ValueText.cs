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

    /// <summary>A value as messages show it: short texts as they are, everything else by its kind.</summary>
    internal static string Shown(FluidValue value) =>
        value is StringValue && value.ToStringValue().Length <= 60 ? $"\"{value.ToStringValue()}\"" : KindOf(value);

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
