using ConsulRender.Templating.Nodes;
using Fluid.Values;

namespace ConsulRender.Templating.Functions;

/// <summary>
/// <c>env_or_default("NAME", "default")</c>: an environment variable, or the default when it is not set. An empty value is a value.
/// </summary>
internal sealed class EnvOrDefaultFunction() : TemplateFunction("env_or_default", 2, 2, [])
{
    internal override FluidValue Call(in CallArguments arguments, RenderState state, Node call) =>
        EnvFunction.Find(arguments, state) ?? arguments.Positional[1];
}
