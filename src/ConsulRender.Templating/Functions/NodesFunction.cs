using ConsulRender.Consul;
using ConsulRender.Templating.Nodes;
using ConsulRender.Templating.Values;
using Fluid.Values;

namespace ConsulRender.Templating.Functions;

/// <summary><c>nodes</c>: all nodes of the catalog.</summary>
internal sealed class NodesFunction() : TemplateFunction("nodes", 0, 1, QueryArguments.Named("dc", "near", "filter"))
{
    internal override FluidValue Call(in CallArguments arguments, RenderState state, Node call)
    {
        var query = QueryArguments.ReadNameless(Name, arguments, QueryParts.Scope | QueryParts.Datacenter | QueryParts.Near, call);
        var dependency = new ConsulRender.Consul.Dependencies.Nodes(query.Datacenter, query.Near, arguments.Text("filter")) { Scope = query.Scope };
        return ListOf<CatalogNode>(dependency, state, call, ConsulRecords.Of);
    }
}
