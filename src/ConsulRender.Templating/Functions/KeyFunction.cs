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
        var dependency = new KeyValue(arguments.Positional[0].ToText(), arguments.Text("dc"));
        var reading = state.Read(dependency);
        return reading?.Value is string value ? StringValue.Create(value) : state.Miss(dependency, call, isAbsent: reading is not null);
    }
}
