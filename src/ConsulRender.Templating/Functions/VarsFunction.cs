using ConsulRender.Templating.Nodes;
using ConsulRender.Templating.Values;
using Fluid.Values;

namespace ConsulRender.Templating.Functions;

/// <summary><c>vars</c>: the object of that name in the settings file.</summary>
internal sealed class VarsFunction() : TemplateFunction("vars", 0, 0, [])
{
    internal override FluidValue Call(in CallArguments arguments, RenderState state, Node call) => JsonObjectValue.Of(state.Options.Vars);
}
