using System.Text;
using ConsulRender.Templating.Parsing;
using Fluid.Values;

namespace ConsulRender.Templating.Values;

/// <summary>What a value is as text, as Liquid has it.</summary>
internal static class ValueText
{
    internal static string ToText(this FluidValue value) => value switch
    {
        NumberValue => Numbers.Text(value.ToNumberValue()),
        ArrayValue array => OfItems(array),
        _ => value.ToStringValue(),
    };

    /// <exception cref="ArgumentException">A text of so many characters is longer than any that may be made.</exception>
    internal static void RefuseLong(long length)
    {
        if (length > Limits.TextLength)
        {
            throw new ArgumentException($"the text is longer than {Limits.TextLength} characters");
        }
    }

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

    private static string OfItems(ArrayValue list)
    {
        var text = new StringBuilder();
        for (var index = 0; index < list.Values.Count; index++)
        {
            var item = list.Values[index].ToText();
            RefuseLong((long)text.Length + item.Length);
            text.Append(item);
        }

        return text.ToString();
    }
}
