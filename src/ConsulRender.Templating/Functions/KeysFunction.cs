using ConsulRender.Consul.Dependencies;
using ConsulRender.Templating.Nodes;
using Fluid.Values;

namespace ConsulRender.Templating.Functions;

/// <summary><c>keys("folder")</c>: the paths of all keys below a folder, without their values.</summary>
internal sealed class KeysFunction() : TemplateFunction("keys", 1, 1, QueryArguments.Named("dc"))
{
    internal override FluidValue Call(in CallArguments arguments, RenderState state, Node call)
    {
        var query = QueryArguments.Read(Name, arguments.Positional[0], arguments, QueryParts.Key, call);
        var dependency = new KeyNames(query.Name.Trim('/'), query.Datacenter) { Scope = query.Scope };
        return ListOf<string>(dependency, state, call, StringValue.Create);
    }
}
