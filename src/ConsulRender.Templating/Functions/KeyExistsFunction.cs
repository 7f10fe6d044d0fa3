using ConsulRender.Templating.Nodes;
using Fluid.Values;

namespace ConsulRender.Templating.Functions;

/// <summary><c>key_exists("path")</c>: whether a key exists, also with an empty value.</summary>
internal sealed class KeyExistsFunction() : TemplateFunction("key_exists", 1, 1, QueryArguments.Named("dc"))
{
    internal override FluidValue Call(in CallArguments arguments, RenderState state, Node call)
    {
        var dependency = KeyFunction.Question(Name, arguments, call);
        return state.Read(dependency) is { } reading
            ? BooleanValue.Create(!reading.IsAbsent)
            : state.Miss(dependency, call, isAbsent: false);
    }
}
