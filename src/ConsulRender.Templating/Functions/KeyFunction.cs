using ConsulRender.Consul.Dependencies;
using ConsulRender.Templating.Nodes;
using Fluid.Values;

namespace ConsulRender.Templating.Functions;

/// <summary><c>key("path")</c>: the value of a key. The render is not complete until the key exists.</summary>
internal sealed class KeyFunction() : TemplateFunction("key", 1, 1, QueryArguments.Named("dc"))
{
    internal override FluidValue Call(in CallArguments arguments, RenderState state, Node call)
    {
        var dependency = Question(Name, arguments, call);
        var reading = state.Read(dependency);
        return reading?.Value is string value ? StringValue.Create(value) : state.Miss(dependency, call, isAbsent: reading is not null);
    }

    /// <summary>The question that all functions of one key ask; without a name Consul would refuse it again and again.</summary>
    internal static KeyValue Question(string function, in CallArguments arguments, Node call)
    {
        var query = QueryArguments.Read(function, arguments.Positional[0], arguments, QueryParts.Key, call);
        if (query.Name.Length == 0)
        {
            call.Fail("the path of a key is wanted here, and it is empty");
        }

        return new KeyValue(query.Name, query.Datacenter) { Scope = query.Scope };
    }
}
