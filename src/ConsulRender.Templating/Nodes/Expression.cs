using ConsulRender.Templating.Parsing;
using Fluid.Values;

namespace ConsulRender.Templating.Nodes;

/// <summary>A piece of a template that has a value.</summary>
internal abstract class Expression(SourceText source, int offset) : Node(source, offset)
{
    /// <summary>The value; a name that nobody defined is a failure.</summary>
    internal abstract FluidValue Evaluate(RenderState state);

    /// <summary>The value where a name may be undefined: in conditions and before <c>default</c>.</summary>
    internal virtual FluidValue EvaluateLeniently(RenderState state) => Evaluate(state);

    /// <summary>Writes the value; overridden where a value need not be made for that.</summary>
    internal virtual void Write(RenderState state) => state.Write(Evaluate(state), this);
}
