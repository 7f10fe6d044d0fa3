using ConsulRender.Templating.Values;
using Fluid.Values;

namespace ConsulRender.Templating.Nodes;

/// <summary>A value and the members and items taken from it, one after another.</summary>
internal sealed class PathExpression(Expression root, Segment[] segments) : Expression(root.Origin, root.Offset)
{
    internal override FluidValue Evaluate(RenderState state) => Follow(root.Evaluate(state), segments.Length, state);

    internal override FluidValue EvaluateLeniently(RenderState state)
    {
        var value = root.EvaluateLeniently(state);
        foreach (var segment in segments)
        {
            if (value is UndefinedValue)
            {
                break;
            }

            var holder = value;
            value = segment.Find(holder, state) ?? UndefinedValue.Instance;
            if (value is UndefinedValue)
            {
                segment.RefuseMistake(holder);
            }
        }

        return value;
    }

    internal override void Write(RenderState state)
    {
        var last = segments[^1];
        var holder = Follow(root.Evaluate(state), segments.Length - 1, state);
        if (state.LineBreaks is null && holder is RecordValue record && last is MemberSegment member && record.TryWriteMember(member.LooseName, state.Output))
        {
            return;
        }

        state.Write(last.Find(holder, state) ?? state.Undefined(last, holder), last);
    }

    internal override IEnumerable<Node> Children => [root, .. segments];

    private FluidValue Follow(FluidValue value, int count, RenderState state)
    {
        for (var index = 0; index < count; index++)
        {
            value = segments[index].Find(value, state) ?? state.Undefined(segments[index], value);
        }

        return value;
    }
}
