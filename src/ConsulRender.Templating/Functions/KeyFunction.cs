using ConsulRender.Consul.Dependencies;
using ConsulRender.Templating.Nodes;
using ConsulRender.Templating.Values;
using Fluid.Values;

namespace ConsulRender.Templating.Functions;

/// <summary><c>key("path")</c>: the value of a key. The render is not complete until the key exists.</summary>
internal sealed class KeyFunction() : TemplateFunction("key", 1, 1, ["dc"])
{
    internal override FluidValue Call(in CallArguments arguments, RenderState state, Node call)
    {
        var dependency = Asked(arguments, call);
        var reading = state.Read(dependency);
        return reading?.Value is string value ? StringValue.Create(value) : state.Miss(dependency, call, isAbsent: reading is not null);
    }

    /// <summary>The key that a call asks for; without a name Consul would refuse the question again and again.</summary>
    internal static KeyValue Asked(in CallArguments arguments, Node call)
    {
        var path = arguments.Positional[0].ToText();
        return path.Length == 0 ? throw call.Failure("the path of a key is wanted here, and it is empty") : new KeyValue(path, arguments.Text("dc"));
    }
}
