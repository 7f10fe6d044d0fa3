using ConsulRender.Templating.Parsing;
using ConsulRender.Templating.Values;
using Fluid.Values;

namespace ConsulRender.Templating.Nodes;

/// <summary>A member taken with a point.</summary>
internal sealed class MemberSegment(SourceText source, int offset, int pathOffset, string name) : Segment(source, offset, pathOffset)
{
    internal string LooseName { get; } = RecordValue.LooseName(name);

    internal override FluidValue? Find(FluidValue value, RenderState state)
    {
        if (value is StringValue)
        {
            // Its size is counted character by character.
            state.Budget.CountValue(value, this);
        }

        return Members.Find(value, name, LooseName);
    }

    internal override TemplateFailure NotFound(FluidValue value, RenderState state) => value is BaseNilValue
        ? Failure($"\"{Holder}\" is nil and has no member \"{name}\"")
        : Failure($"\"{Holder}\" has no member \"{name}\"{DifferenceHint(value) ?? Suggestion.For(name, Members.Names(value))}");

    // The members of records have no hyphens, so forloop.index-1 is never an optional member.
    internal override void RefuseMistake(FluidValue value)
    {
        if (value is RecordValue && DifferenceHint(value) is { } hint)
        {
            Fail($"\"{Holder}\" has no member \"{name}\"{hint}");
        }
    }

    internal override IEnumerable<Node> Children => [];

    private string? DifferenceHint(FluidValue value)
    {
        var hyphen = name.IndexOf('-', StringComparison.Ordinal);
        return hyphen > 0 && Members.Find(value, name[..hyphen], RecordValue.LooseName(name[..hyphen])) is not null
            ? $"; a minus needs blanks: {Holder}.{name.Replace("-", " - ", StringComparison.Ordinal)}"
            : null;
    }
}
