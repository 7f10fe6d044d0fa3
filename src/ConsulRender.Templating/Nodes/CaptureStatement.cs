using ConsulRender.Templating.Parsing;

namespace ConsulRender.Templating.Nodes;

/// <summary><c>capture</c>: the text of a block, kept in a variable.</summary>
internal sealed class CaptureStatement(SourceText source, int offset, string name, Block body) : Statement(source, offset)
{
    internal string Name => name;

    internal override Completion Execute(RenderState state)
    {
        var outside = state.BeginCapture();
        var completion = body.Execute(state);
        state.Scope.Assign(name, state.EndCapture(outside));
        return completion;
    }

    internal override IEnumerable<Node> Children => body.Statements;
}
