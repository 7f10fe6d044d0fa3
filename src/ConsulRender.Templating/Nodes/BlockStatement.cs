using ConsulRender.Templating.Parsing;

namespace ConsulRender.Templating.Nodes;

/// <summary>The lines of a <c>liquid</c> tag.</summary>
internal sealed class BlockStatement(SourceText source, int offset, Block body) : Statement(source, offset)
{
    internal override Completion Execute(RenderState state) => body.Execute(state);

    internal override IEnumerable<Node> Children => body.Statements;
}
