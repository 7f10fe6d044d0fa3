using ConsulRender.Templating.Filters;
using ConsulRender.Templating.Values;
using Fluid.Values;

namespace ConsulRender.Templating.Nodes;

/// <summary>
/// What stands in a <c>for</c> or <c>tablerow</c> tag; <c>LoopName</c> is <c>forloop</c> or <c>tablerowloop</c>, so that one parse
/// holds it once.
/// </summary>
internal sealed record LoopHeader(int Offset, string Variable, string LoopName, Expression List)
{
    internal Expression? Limit { get; init; }

    internal Expression? Skip { get; init; }

    /// <summary>How many cells a row of a table has; all of them when it is left out.</summary>
    internal Expression? Columns { get; init; }

    internal bool Continues { get; init; }

    internal bool IsReversed { get; init; }

    /// <summary>Where an earlier loop over the same list stopped, for <c>offset: continue</c>; null for tables.</summary>
    internal LoopProgress? Progress { get; init; }

    internal IEnumerable<Node> Children
    {
        get
        {
            yield return List;
            foreach (var parameter in new[] { Limit, Skip, Columns })
            {
                if (parameter is not null)
                {
                    yield return parameter;
                }
            }
        }
    }

    /// <summary>The items of the list that the loop goes through: <c>Length</c> of them from <c>Start</c> on.</summary>
    internal (IReadOnlyList<FluidValue> Items, int Start, int Length) Select(FluidValue list, RenderState state)
    {
        if (list is NumberValue or BooleanValue or MacroValue || (list is RecordValue and not ServiceNameValue))
        {
            List.Fail($"{ValueText.KindOf(list)} cannot be looped over");
        }

        var items = list is StringValue && list.ToStringValue().Length == 0 ? [] : Lists.Items(list);
        var start = Math.Min(OffsetFor(state), items.Count);
        var length = Math.Min(items.Count - start, Whole(Limit, state) ?? int.MaxValue);
        Remember(state, start + length);
        return (items, start, length);
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
            expression!.Fail($"a loop needs a whole number from 0 here, not {ValueText.KindOf(value)} {PlainText.Quoted(value.ToText())}");
        }

        return (int)value.ToNumberValue();
    }

    private int OffsetFor(RenderState state)
    {
        if (Continues)
        {
            return state.Registers.TryGetCounter(Progress!.Name, out var progress) ? progress : 0;
        }

        return Whole(Skip, state) ?? 0;
    }

    private void Remember(RenderState state, int end)
    {
        if (Progress is { IsContinued: true })
        {
            state.Registers.Counter(Progress.Name) = end;
        }
    }
}
