using ConsulRender.Templating.Parsing;
using ConsulRender.Templating.Values;
using Fluid.Values;

namespace ConsulRender.Templating.Nodes;

/// <summary>A member taken with a point.</summary>
internal sealed class MemberSegment(SourceText source, int offset, int pathOffset, string name) : Segment(source, offset, pathOffset)
{
    internal string LooseName { get; } = RecordValue.LooseName(name);

    internal override FluidValue? Find(FluidValue value, RenderState state) => Members.Find(value, name, LooseName);

    internal override TemplateFailure NotFound(FluidValue value, RenderState state) => value is BaseNilValue
        ? Failure($"\"{Holder}\" is nil and has no member \"{name}\"")
        : Failure($"\"{Holder}\" has no member \"{name}\"{Suggestion.For(name, Members.Names(value))}");
}
