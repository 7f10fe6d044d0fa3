using ConsulRender.Templating.Parsing;
using ConsulRender.Templating.Values;
using Fluid.Values;

namespace ConsulRender.Templating.Nodes;

/// <summary><c>for</c> over a list, with <c>else</c> for an empty one.</summary>
internal sealed class ForStatement(SourceText source, LoopHeader header, Block body, Block otherwise) : Statement(source, header.Offset)
{
    internal LoopHeader Header => header;

    /// <summary>What each round writes.</summary>
    internal Block Body => body;

    internal override Completion Execute(RenderState state)
    {
        var (items, start, length) = header.Select(header.List.Evaluate(state), state);
        if (length == 0)
        {
            return otherwise.Execute(state);
        }

        var scope = state.Scope;
        var kept = state.EnterLoop(this);

        // Asked through its interface, an array takes most of the time of a round that need not be run.
        var array = items as FluidValue[];
        var loop = new LoopValue(length, scope.FindQuietly(header.LoopName) as LoopValue, state.Recorder);
        scope.Push(header.LoopName, loop);
        var place = scope.Push(header.Variable, NilValue.Instance);
        for (var round = 0; round < length; round++)
        {
            state.CountIteration(this);
            loop.Index0 = round;
            var index = header.IsReversed ? start + length - 1 - round : start + round;
            var item = array is null ? items[index] : array[index];
            scope.Set(place, item);
            if ((kept is null ? body.Execute(state) : kept.Execute(item, body, state)) == Completion.Break)
            {
                break;
            }
        }

        kept?.End(state);
        scope.Pop(2);
        return Completion.Normal;
    }

    internal override IEnumerable<Node> Children => [.. header.Children, .. body.Statements, .. otherwise.Statements];
}
