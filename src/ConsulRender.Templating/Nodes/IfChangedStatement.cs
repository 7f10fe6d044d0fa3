using ConsulRender.Templating.Parsing;

namespace ConsulRender.Templating.Nodes;

/// <summary><c>ifchanged</c>: the text of a block, unless the last <c>ifchanged</c> wrote the same.</summary>
internal sealed class IfChangedStatement(SourceText source, int offset, Block body) : Statement(source, offset)
{
    internal override Completion Execute(RenderState state)
    {
        var outside = state.BeginCapture();
        var completion = body.Execute(state);
        var text = state.EndCapture(outside).ToStringValue();
        if (text != state.Registers.LastChanged)
        {
            state.Registers.LastChanged = text;
            state.Output.Write(text);
        }

        return completion;
    }

    internal override IEnumerable<Node> Children => body.Statements;
}
