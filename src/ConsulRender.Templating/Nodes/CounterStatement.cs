using ConsulRender.Templating.Parsing;

namespace ConsulRender.Templating.Nodes;

/// <summary><c>increment</c>, which prints and then counts up, and <c>decrement</c>, which counts down and then prints.</summary>
internal sealed class CounterStatement(SourceText source, int offset, string name, int step) : Statement(source, offset)
{
    internal override Completion Execute(RenderState state)
    {
        ref var count = ref state.Registers.Counter(name);
        count += step;
        state.Output.Write(step > 0 ? count - step : count);
        return Completion.Normal;
    }

    internal override IEnumerable<Node> Children => [];
}
