using ConsulRender.Templating.Parsing;
using ConsulRender.Templating.Values;
using Fluid.Values;

namespace ConsulRender.Templating.Nodes;

/// <summary>The whole numbers of <c>(first..last)</c>.</summary>
internal sealed class RangeExpression(SourceText source, int offset, Expression first, Expression last) : Expression(source, offset)
{
    internal override FluidValue Evaluate(RenderState state)
    {
        var (from, to) = (End(first, state), End(last, state));
        if ((long)to - from >= Limits.RangeLength)
        {
            Fail($"the range {from}..{to} has more than {Limits.RangeLength} items");
        }

        return new RangeValue(from, to);
    }

    internal override IEnumerable<Node> Children => [first, last];

    private static int End(Expression end, RenderState state)
    {
        var number = decimal.Truncate(end.Evaluate(state).ToNumberValue());
        if (number is < int.MinValue or > int.MaxValue)
        {
            end.Fail($"{Numbers.Text(number)} is too large for a range");
        }

        return (int)number;
    }
}
