using System.Diagnostics.CodeAnalysis;
using ConsulRender.Templating.Parsing;

namespace ConsulRender.Templating.Nodes;

/// <summary>A piece of a parsed template that knows where it stands; immutable, so any number of renders may share it.</summary>
internal abstract class Node(SourceText source, int offset)
{
    internal SourceText Origin { get; } = source;

    internal int Offset { get; } = offset;

    internal SourcePosition Position => Origin.PositionAt(Offset);

    /// <summary>The nodes directly inside this one, but not those of other files: for whoever looks at a template without rendering it.</summary>
    internal abstract IEnumerable<Node> Children { get; }

    internal TemplateFailure Failure(string message) => new(Origin, Offset, message);

    [DoesNotReturn]
    internal void Fail(string message) => throw Failure(message);
}
