using ConsulRender.Templating.Parsing;
using ConsulRender.Templating.Values;
using Fluid.Values;

namespace ConsulRender.Templating.Nodes;

/// <summary><c>include</c>, which shares the variables, and <c>render</c>, which sees only its parameters.</summary>
internal sealed class IncludeStatement(SourceText source, IncludeHeader header, LiquidFile file) : Statement(source, header.Offset)
{
    internal IncludeHeader Header => header;

    internal LiquidFile File => file;

    internal override Completion Execute(RenderState state)
    {
        var parameters = Array.ConvertAll(header.Parameters, parameter => parameter.Value.Evaluate(state));
        var subject = header.Subject?.Evaluate(state);
        state.Enter(this);
        var (caller, registers) = (state.Scope, state.Registers);
        if (header.IsIsolated)
        {
            (state.Scope, state.Registers) = (new Scope(outer: null, state.Recorder), new Registers(state.Recorder));
        }

        for (var index = 0; index < parameters.Length; index++)
        {
            state.Scope.Push(header.Parameters[index].Name, parameters[index]);
        }

        var completion = subject is null ? file.Execute(state) : ExecuteWith(subject, state);
        state.Scope.Pop(parameters.Length);
        (state.Scope, state.Registers) = (caller, registers);
        state.Leave();
        return header.IsIsolated ? Completion.Normal : completion;
    }

    internal override IEnumerable<Node> Children => header.Children;

    private Completion ExecuteWith(FluidValue subject, RenderState state)
    {
        var place = state.Scope.Push(header.Alias, subject);
        var completion = Completion.Normal;
        if (header.IsEach && Lists.IsList(subject))
        {
            completion = ExecuteEach(Lists.Items(subject), place, state);
        }
        else
        {
            completion = file.Execute(state);
        }

        state.Scope.Pop(1);
        return completion;
    }

    private Completion ExecuteEach(IReadOnlyList<FluidValue> items, int place, RenderState state)
    {
        var loop = new LoopValue(items.Count, parent: null);
        state.Scope.Push(header.LoopName, loop);
        for (var round = 0; round < items.Count; round++)
        {
            state.CountIteration(this);
            loop.Index0 = round;
            state.Scope.Set(place, items[round]);
            if (file.Execute(state) == Completion.Break)
            {
                break;
            }
        }

        state.Scope.Pop(1);
        return Completion.Normal;
    }
}

/// <summary>What stands in an <c>include</c> or <c>render</c> tag.</summary>
internal sealed record IncludeHeader(int Offset, bool IsIsolated, string LoopName, NamedExpression[] Parameters)
{
    /// <summary>The value after <c>with</c> or <c>for</c>, which the partial sees as <see cref="Alias"/>.</summary>
    internal Expression? Subject { get; init; }

    internal string Alias { get; init; } = "";

    /// <summary>Whether the partial is written once for each item of a list.</summary>
    internal bool IsEach { get; init; }

    internal IEnumerable<Node> Children
    {
        get
        {
            if (Subject is not null)
            {
                yield return Subject;
            }

            foreach (var parameter in Parameters)
            {
                yield return parameter.Value;
            }
        }
    }
}
