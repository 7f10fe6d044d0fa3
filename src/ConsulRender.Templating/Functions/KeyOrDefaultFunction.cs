using ConsulRender.Templating.Nodes;
using Fluid.Values;

namespace ConsulRender.Templating.Functions;

/// <summary>
/// <c>key_or_default("path", "default")</c>: the value of a key, or the default when there is no such key. An empty value is a value.
/// </summary>
internal sealed class KeyOrDefaultFunction() : TemplateFunction("key_or_default", 2, 2, QueryArguments.Named("dc"))
{
    internal override FluidValue Call(in CallArguments arguments, RenderState state, Node call)
    {
        var dependency = KeyFunction.Question(Name, arguments, call);
        if (state.Read(dependency) is not { } reading)
        {
            return state.Miss(dependency, call, isAbsent: false);
        }

        return reading.Value is string value ? StringValue.Create(value) : arguments.Positional[1];
    }
}
