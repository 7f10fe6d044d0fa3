using ConsulRender.Consul;
using ConsulRender.Consul.Dependencies;
using ConsulRender.Templating.Nodes;
using ConsulRender.Templating.Values;
using Fluid.Values;

namespace ConsulRender.Templating.Functions;

/// <summary><c>ca_roots</c>: the root certificates of the mesh.</summary>
internal sealed class CaRootsFunction() : TemplateFunction("ca_roots", 0, 0, [AgentArgument.Name])
{
    internal override FluidValue Call(in CallArguments arguments, RenderState state, Node call) =>
        ListOf<CaRoot>(new CaRoots { Scope = QueryArguments.OfAgent(arguments.Text(AgentArgument.Name)) }, state, call, ConsulRecords.Of);
}
