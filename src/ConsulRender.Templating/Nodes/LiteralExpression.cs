using ConsulRender.Templating.Parsing;
using Fluid.Values;

namespace ConsulRender.Templating.Nodes;

/// <summary>A value written in the template.</summary>
internal sealed class LiteralExpression(SourceText source, int offset, FluidValue value) : Expression(source, offset)
{
    internal FluidValue Value => value;

    internal override FluidValue Evaluate(RenderState state) => value;

    internal override IEnumerable<Node> Children => [];
}
