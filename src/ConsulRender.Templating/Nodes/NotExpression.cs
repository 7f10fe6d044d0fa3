using ConsulRender.Templating.Parsing;
using Fluid.Values;

namespace ConsulRender.Templating.Nodes;

/// <summary><c>not</c>, which Liquid itself lacks.</summary>
internal sealed class NotExpression(SourceText source, int offset, Expression operand) : Expression(source, offset)
{
    internal override FluidValue Evaluate(RenderState state)
    {
        RenderBudget.EnsureStack(this);
        return BooleanValue.Create(!operand.EvaluateLeniently(state).ToBooleanValue());
    }

    internal override IEnumerable<Node> Children => [operand];
}
