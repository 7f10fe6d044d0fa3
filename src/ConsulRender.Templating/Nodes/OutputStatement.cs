using ConsulRender.Templating.Parsing;

namespace ConsulRender.Templating.Nodes;

/// <summary><c>{{ value }}</c>, and the <c>echo</c> tag.</summary>
internal sealed class OutputStatement(SourceText source, int offset, Expression value) : Statement(source, offset)
{
    internal override Completion Execute(RenderState state)
    {
        value.Write(state);
        return Completion.Normal;
    }

    internal override IEnumerable<Node> Children => [value];
}
