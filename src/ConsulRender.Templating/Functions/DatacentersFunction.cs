using ConsulRender.Consul.Dependencies;
using ConsulRender.Templating.Nodes;
using Fluid.Values;

namespace ConsulRender.Templating.Functions;

/// <summary><c>datacenters</c>: the names of all datacenters, looked at every 15 s because Consul does not block for them.</summary>
internal sealed class DatacentersFunction() : TemplateFunction("datacenters", 0, 0, [AgentArgument.Name])
{
    internal override FluidValue Call(in CallArguments arguments, RenderState state, Node call) =>
        ListOf<string>(new Datacenters { Scope = QueryArguments.OfAgent(arguments.Text(AgentArgument.Name)) }, state, call, StringValue.Create);
}
