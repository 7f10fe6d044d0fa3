using ConsulRender.Consul;
using ConsulRender.Consul.Dependencies;
using ConsulRender.Templating.Nodes;
using ConsulRender.Templating.Values;
using Fluid.Values;

namespace ConsulRender.Templating.Functions;

/// <summary><c>prepared_query("name")</c>: the instances that a prepared query gives, looked at every 5 s because Consul does not block for them.</summary>
internal sealed class PreparedQueryFunction() : TemplateFunction("prepared_query", 1, 1, QueryArguments.Named("dc", "near"))
{
    internal override FluidValue Call(in CallArguments arguments, RenderState state, Node call)
    {
        var query = QueryArguments.ReadName(Name, "a prepared query", arguments, QueryParts.Scope | QueryParts.Datacenter | QueryParts.Near, call);
        var dependency = new PreparedQuery(query.Name, query.Datacenter, query.Near) { Scope = query.Scope };
        return ListOf<ServiceInstance>(dependency, state, call, instance => new InstanceValue(instance));
    }
}
