using ConsulRender.Templating.Values;
using Fluid.Values;

namespace ConsulRender.Templating.Nodes;

/// <summary>What stands in a <c>for</c> tag; <c>LoopName</c> is the name <c>forloop</c>, so that one parse holds it once.</summary>
internal sealed record ForHeader(int Offset, string Variable, string LoopName, Expression List)
{
    internal Expression? Limit { get; init; }

    internal Expression? Skip { get; init; }

    internal bool Continues { get; init; }

    internal bool IsReversed { get; init; }

    /// <summary>Where an earlier loop over the same list stopped is kept under this name, for <c>offset: continue</c>.</summary>
    internal string ProgressName { get; init; } = "";

    internal int OffsetFor(RenderState state)
    {
        if (Continues)
        {
            return state.TryGetCounter(ProgressName, out var progress) ? progress : 0;
        }

        return Whole(Skip, state) ?? 0;
    }

    internal void Remember(RenderState state, int end)
    {
        if (ProgressName.Length > 0)
        {
            state.Counter(ProgressName) = end;
        }
    }

    /// <summary>A count given in the tag; null when it is left out or nil.</summary>
    internal static int? Whole(Expression? expression, RenderState state)
    {
        var value = expression?.Evaluate(state);
        if (value is null or BaseNilValue)
        {
            return null;
        }

        if (!value.IsInteger() || value.ToNumberValue() is < 0 or > int.MaxValue)
        {
            expression!.Fail($"a loop needs a whole number from 0 here, not {ValueText.KindOf(value)} \"{value.ToText()}\"");
        }

        return (int)value.ToNumberValue();
    }
}
