using System.Globalization;
using ConsulRender.Templating.Filters;
using ConsulRender.Templating.Parsing;
using ConsulRender.Templating.Values;
using Fluid.Values;

namespace ConsulRender.Templating.Nodes;

/// <summary>Two numbers calculated with, by the rules of the filters <c>plus</c>, <c>divided_by</c> and the like.</summary>
internal sealed class ArithmeticExpression(SourceText source, int offset, Expression left, TokenKind operation, Expression right)
    : Expression(source, offset)
{
    private const int ShownLength = 40;

    internal override FluidValue Evaluate(RenderState state)
    {
        RenderBudget.EnsureStack(this);
        var (first, second) = (left.Evaluate(state), right.Evaluate(state));
        if (first is MissingValue || second is MissingValue)
        {
            return MissingValue.Instance;
        }

        var (number, other) = (NumberOf(first, left, this), NumberOf(second, right, this));
        try
        {
            return Numbers.Of(Calculate(number, other));
        }
        catch (OverflowException)
        {
            throw Failure("the result is too large");
        }
        catch (DivideByZeroException exception)
        {
            throw Failure(exception.Message);
        }
    }

    /// <summary>An operand as a number; unlike in filters, text that is none is a mistake and not 0.</summary>
    internal static decimal NumberOf(FluidValue value, Expression operand, Expression operation)
    {
        switch (value)
        {
            case NumberValue:
                return value.ToNumberValue();
            case StringValue when decimal.TryParse(value.ToStringValue(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number):
                return number;
            default:
                var shown = value is StringValue ? $" \"{Shortened(value.ToStringValue())}\"" : "";
                throw operand.Failure($"\"{operation.Origin.Text[operation.Offset]}\" needs a number here, not {ValueText.KindOf(value)}{shown}");
        }
    }

    internal override IEnumerable<Node> Children => [left, right];

    private decimal Calculate(decimal number, decimal other) => operation switch
    {
        TokenKind.Plus => number + other,
        TokenKind.Minus => number - other,
        TokenKind.Times => number * other,
        TokenKind.Divide => NumberFilters.Divide(number, other),
        _ => NumberFilters.Modulo(number, other),
    };

    private static string Shortened(string text) => text.Length > ShownLength ? text[..ShownLength] + "..." : text;
}
