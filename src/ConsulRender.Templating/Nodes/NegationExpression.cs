using ConsulRender.Templating.Parsing;
using ConsulRender.Templating.Values;
using Fluid.Values;

namespace ConsulRender.Templating.Nodes;

/// <summary>A minus before a value.</summary>
internal sealed class NegationExpression(SourceText source, int offset, Expression operand) : Expression(source, offset)
{
    internal override FluidValue Evaluate(RenderState state)
    {
        RenderBudget.EnsureStack(this);
        var value = operand.Evaluate(state);
        return value is MissingValue ? value : Numbers.Of(-ArithmeticExpression.NumberOf(value, operand, this));
    }

    internal override IEnumerable<Node> Children => [operand];
}
