using System.Text;
using ConsulRender.Templating.Parsing;

namespace ConsulRender.Templating.Nodes;

/// <summary>Text that is written as it stands; kept as UTF-8, so a render only copies it.</summary>
internal sealed class TextStatement(SourceText source, int offset, int length) : Statement(source, offset)
{
    private readonly byte[] _utf8 = Encoding.UTF8.GetBytes(source.Text, offset, length);

    internal string Text => Origin.Text.Substring(Offset, length);

    internal override Completion Execute(RenderState state)
    {
        state.Output.Write(_utf8);
        return Completion.Normal;
    }

    internal override IEnumerable<Node> Children => [];
}
