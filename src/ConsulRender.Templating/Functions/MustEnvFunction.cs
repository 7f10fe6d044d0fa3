using ConsulRender.Templating.Nodes;
using ConsulRender.Templating.Values;
using Fluid.Values;

namespace ConsulRender.Templating.Functions;

/// <summary><c>must_env("NAME")</c>: an environment variable that must be set and hold something, also in conditions and before <c>default</c>.</summary>
internal sealed class MustEnvFunction() : TemplateFunction("must_env", 1, 1, [])
{
    internal override FluidValue Call(in CallArguments arguments, RenderState state, Node call)
    {
        var name = arguments.Positional[0].ToText();
        var value = EnvFunction.Find(arguments, state) ?? throw EnvFunction.NotSet(name, state, call);
        return value.ToStringValue().Length > 0 ? value : throw call.Failure($"the environment variable \"{name}\" is empty");
    }
}
