using ConsulRender.Templating.Parsing;
using ConsulRender.Templating.Values;

namespace ConsulRender.Templating.Nodes;

/// <summary><c>cycle</c>: the next of its values, each time; cycles of one group count together.</summary>
internal sealed class CycleStatement(SourceText source, int offset, Expression? group, string ownGroup, Expression[] values)
    : Statement(source, offset)
{
    internal override Completion Execute(RenderState state)
    {
        // The blank keeps the group apart from the variables of increment, which have no blanks.
        ref var count = ref state.Registers.Counter("cycle " + (group is null ? ownGroup : group.Evaluate(state).ToText()));
        var value = values[count % values.Length];
        count = (count + 1) % values.Length;
        value.Write(state);
        return Completion.Normal;
    }

    internal override IEnumerable<Node> Children => group is null ? values : [group, .. values];
}
