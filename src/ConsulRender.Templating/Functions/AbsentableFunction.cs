using ConsulRender.Consul;
using ConsulRender.Templating.Nodes;
using Fluid.Values;

namespace ConsulRender.Templating.Functions;

/// <summary>
/// A function of a thing that may be absent: the render is not complete until it is there, except in conditions and before <c>default</c>, where
/// an absent one is undefined.
/// </summary>
internal abstract class AbsentableFunction(string name, int required, int positional, string[] named) : TemplateFunction(name, required, positional, named)
{
    internal sealed override FluidValue Call(in CallArguments arguments, RenderState state, Node call) => Find(arguments, state, call, isLenient: false);

    internal sealed override FluidValue CallLeniently(in CallArguments arguments, RenderState state, Node call) => Find(arguments, state, call, isLenient: true);

    protected abstract FluidValue Find(in CallArguments arguments, RenderState state, Node call, bool isLenient);

    /// <summary>What an absent thing is, or one of which nothing is known yet.</summary>
    protected static FluidValue NotThere(Dependency dependency, Reading? reading, RenderState state, Node call, bool isLenient) =>
        reading is not null && isLenient ? UndefinedValue.Instance : state.Miss(dependency, call, isAbsent: reading is not null);
}
