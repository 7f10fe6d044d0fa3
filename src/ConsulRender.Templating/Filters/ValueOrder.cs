using ConsulRender.Templating.Values;
using Fluid.Values;

namespace ConsulRender.Templating.Filters;

/// <summary>The order in which <c>sort</c> puts values: numbers by size, text by its characters, nil last.</summary>
internal sealed class ValueOrder : IComparer<FluidValue>
{
    private readonly StringComparer _text;

    private ValueOrder(StringComparer text) => _text = text;

    internal static ValueOrder Exact { get; } = new(StringComparer.Ordinal);

    internal static ValueOrder IgnoringCase { get; } = new(StringComparer.OrdinalIgnoreCase);

    public int Compare(FluidValue? x, FluidValue? y) => (x, y) switch
    {
        (BaseNilValue or null, BaseNilValue or null) => 0,
        (BaseNilValue or null, _) => 1,
        (_, BaseNilValue or null) => -1,
        (NumberValue, NumberValue) or (DateTimeValue, DateTimeValue) => x.ToNumberValue().CompareTo(y.ToNumberValue()),
        (BooleanValue, BooleanValue) => x.ToBooleanValue().CompareTo(y.ToBooleanValue()),
        (StringValue or ServiceNameValue, StringValue or ServiceNameValue) => _text.Compare(x.ToStringValue(), y.ToStringValue()),
        _ when _text == StringComparer.OrdinalIgnoreCase => _text.Compare(x.ToText(), y.ToText()),
        _ => throw new ArgumentException($"{ValueText.KindOf(x)} cannot be sorted with {ValueText.KindOf(y)}"),
    };
}
