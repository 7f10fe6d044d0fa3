using ConsulRender.Templating.Parsing;

namespace ConsulRender.Templating.Nodes;

/// <summary><c>assign</c>.</summary>
internal sealed class AssignStatement(SourceText source, int offset, string name, Expression value) : Statement(source, offset)
{
    internal string Name => name;

    internal override Completion Execute(RenderState state)
    {
        state.Scope.Assign(name, value.Evaluate(state));
        return Completion.Normal;
    }

    internal override IEnumerable<Node> Children => [value];
}
