using System.Diagnostics.CodeAnalysis;

namespace ConsulRender.Templating.Parsing;

/// <summary>A mistake in a template on its way to whoever knows the include trail; never leaves this room.</summary>
[SuppressMessage("Design", "CA1064", Justification = "It is always turned into a TemplateException before it leaves.")]
internal sealed class TemplateFailure(SourceText source, int offset, string message) : Exception(message)
{
    internal SourceText Origin { get; } = source;

    internal int Offset { get; } = offset;

    internal TemplateError ToError(IReadOnlyList<SourcePosition> includedFrom) => Origin.ErrorAt(Offset, Message, includedFrom);
}
