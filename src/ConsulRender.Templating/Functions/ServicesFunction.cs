using ConsulRender.Consul;
using ConsulRender.Consul.Dependencies;
using ConsulRender.Templating.Nodes;
using ConsulRender.Templating.Values;
using Fluid.Values;

namespace ConsulRender.Templating.Functions;

/// <summary><c>services</c>: the names and tags of all services of the catalog.</summary>
internal sealed class ServicesFunction() : TemplateFunction("services", 0, 1, QueryArguments.Named("dc"))
{
    internal override FluidValue Call(in CallArguments arguments, RenderState state, Node call)
    {
        var query = QueryArguments.ReadNameless(Name, arguments, QueryParts.Scope | QueryParts.Datacenter, call);
        var dependency = new ServiceNames(query.Datacenter) { Scope = query.Scope };
        return ListOf<ServiceName>(dependency, state, call, service => new ServiceNameValue(service));
    }
}
