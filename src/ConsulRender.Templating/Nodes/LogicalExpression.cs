using ConsulRender.Templating.Parsing;
using Fluid.Values;

namespace ConsulRender.Templating.Nodes;

/// <summary><c>and</c> or <c>or</c>; the right side is asked only when it can still change the answer.</summary>
internal sealed class LogicalExpression(SourceText source, int offset, Expression left, bool isAnd, Expression right)
    : Expression(source, offset)
{
    internal override FluidValue Evaluate(RenderState state) => EvaluateLeniently(state);

    internal override FluidValue EvaluateLeniently(RenderState state)
    {
        RenderBudget.EnsureStack(this);
        return left.EvaluateLeniently(state).ToBooleanValue() == isAnd
            ? BooleanValue.Create(right.EvaluateLeniently(state).ToBooleanValue())
            : BooleanValue.Create(!isAnd);
    }

    internal override IEnumerable<Node> Children => [left, right];
}
