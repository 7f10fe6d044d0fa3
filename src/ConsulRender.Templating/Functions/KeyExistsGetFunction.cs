using ConsulRender.Templating.Nodes;
using ConsulRender.Templating.Values;
using Fluid.Values;

namespace ConsulRender.Templating.Functions;

/// <summary><c>key_exists_get("path")</c>: a record of whether a key exists and of its value, which is empty when it does not.</summary>
internal sealed class KeyExistsGetFunction() : TemplateFunction("key_exists_get", 1, 1, QueryArguments.Named("dc"))
{
    internal override FluidValue Call(in CallArguments arguments, RenderState state, Node call)
    {
        var dependency = KeyFunction.Question(Name, arguments, call);
        return state.Read(dependency) is { } reading
            ? ConsulRecords.OfKey(dependency.Key, reading.Value as string)
            : state.Miss(dependency, call, isAbsent: false);
    }
}
