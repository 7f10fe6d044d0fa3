using ConsulRender.Templating.Parsing;

namespace ConsulRender.Templating.Nodes;

/// <summary><c>break</c> and <c>continue</c>.</summary>
internal sealed class InterruptStatement(SourceText source, int offset, Completion completion) : Statement(source, offset)
{
    internal override Completion Execute(RenderState state) => completion;

    internal override IEnumerable<Node> Children => [];
}
