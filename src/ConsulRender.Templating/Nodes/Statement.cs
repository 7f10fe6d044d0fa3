using ConsulRender.Templating.Parsing;

namespace ConsulRender.Templating.Nodes;

/// <summary>How a statement ended: <c>break</c> and <c>continue</c> travel outwards to their loop this way.</summary>
internal enum Completion
{
    Normal,
    Break,
    Continue,
}

/// <summary>A piece of a template that writes or remembers something.</summary>
internal abstract class Statement(SourceText source, int offset) : Node(source, offset)
{
    internal abstract Completion Execute(RenderState state);
}
