using ConsulRender.Templating.Parsing;
using ConsulRender.Templating.Values;
using Fluid.Values;

namespace ConsulRender.Templating.Nodes;

/// <summary>Two values compared; undefined names count as nil, because this is what conditions are made of.</summary>
internal sealed class ComparisonExpression(SourceText source, int offset, Expression left, TokenKind comparison, Expression right)
    : Expression(source, offset)
{
    internal override FluidValue Evaluate(RenderState state)
    {
        RenderBudget.EnsureStack(this);
        var (first, second) = (left.EvaluateLeniently(state), right.EvaluateLeniently(state));
        return BooleanValue.Create(comparison switch
        {
            TokenKind.Equal => AreEqual(first, second, this, state),
            TokenKind.NotEqual => !AreEqual(first, second, this, state),
            TokenKind.Identifier => Contains(first, second, state),
            _ => first is not BaseNilValue && second is not BaseNilValue && HasOrder(Order(first, second)),
        });
    }

    /// <summary>The same in a template, where going through long lists and texts counts as work.</summary>
    internal static bool AreEqual(FluidValue first, FluidValue second, Node at, RenderState state)
    {
        state.Budget.CountValue(first, at);
        return AreEqual(first, second);
    }

    internal static bool AreEqual(FluidValue first, FluidValue second) => (first, second) switch
    {
        (_, BlankValue) => IsBlank(first),
        (BlankValue, _) => IsBlank(second),
        (BaseNilValue, _) => second is BaseNilValue,
        (_, BaseNilValue) => false,
        (_, EmptyValue) => second.Equals(first),
        (StringValue, ServiceNameValue) or (ServiceNameValue, StringValue) => first.ToStringValue() == second.ToStringValue(),
        _ => first.Equals(second),
    };

    internal static bool Contains(FluidValue container, FluidValue item) => container switch
    {
        StringValue => item is not BaseNilValue && container.ToStringValue().Contains(item.ToText(), StringComparison.Ordinal),
        MapValue map => map.Find(item.ToText()) is not null,
        RangeValue range => range.Contains(item),
        ArrayValue array => array.Values.Any(value => AreEqual(value, item)),
        _ => false,
    };

    internal override IEnumerable<Node> Children => [left, right];

    // It goes through all of a list or text.
    private bool Contains(FluidValue container, FluidValue item, RenderState state)
    {
        state.Budget.CountValue(container, this);
        return Contains(container, item);
    }

    private static bool IsBlank(FluidValue value) => value is BaseNilValue || BlankValue.Instance.Equals(value);

    private bool HasOrder(int order) => comparison switch
    {
        TokenKind.Less => order < 0,
        TokenKind.LessOrEqual => order <= 0,
        TokenKind.Greater => order > 0,
        _ => order >= 0,
    };

    private int Order(FluidValue first, FluidValue second) => (first, second) switch
    {
        (NumberValue, NumberValue) => first.ToNumberValue().CompareTo(second.ToNumberValue()),
        (StringValue, StringValue) => string.CompareOrdinal(first.ToStringValue(), second.ToStringValue()),
        (DateTimeValue, DateTimeValue) => first.ToNumberValue().CompareTo(second.ToNumberValue()),
        (StringValue, NumberValue) or (NumberValue, StringValue) =>
            throw Failure("a string cannot be compared with a number; `| plus: 0` makes a number of a string"),
        _ => throw Failure($"{ValueText.KindOf(first)} cannot be compared with {ValueText.KindOf(second)}"),
    };
}
