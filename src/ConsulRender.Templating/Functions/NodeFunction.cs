using ConsulRender.Consul;
using ConsulRender.Consul.Dependencies;
using ConsulRender.Templating.Nodes;
using ConsulRender.Templating.Values;
using Fluid.Values;

namespace ConsulRender.Templating.Functions;

/// <summary>
/// <c>node("name")</c>: one node with its services, the agent's own without a name. The render is not complete until there is such a node, except in
/// conditions and before <c>default</c>, where none is undefined.
/// </summary>
internal sealed class NodeFunction() : TemplateFunction("node", 0, 1, QueryArguments.Named("dc"))
{
    internal override FluidValue Call(in CallArguments arguments, RenderState state, Node call) => Find(arguments, state, call, isAbsentMissing: true);

    internal override FluidValue CallLeniently(in CallArguments arguments, RenderState state, Node call) => Find(arguments, state, call, isAbsentMissing: false);

    private FluidValue Find(in CallArguments arguments, RenderState state, Node call, bool isAbsentMissing)
    {
        var text = arguments.Positional.Length > 0 ? arguments.Positional[0] : null;
        var query = QueryArguments.Read(Name, text, arguments, QueryParts.Scope | QueryParts.Datacenter, call);
        var name = query.Name;
        if (name.Length == 0)
        {
            var agent = new AgentSelf();
            if (state.Read(agent)?.Value is not Agent self)
            {
                return state.Miss(agent, call, isAbsent: false);
            }

            name = self.Node;
        }

        var dependency = new NodeByName(name, query.Datacenter) { Scope = query.Scope };
        var reading = state.Read(dependency);
        return reading?.Value is NodeServices node ? ConsulRecords.Of(node)
            : reading is null || isAbsentMissing ? state.Miss(dependency, call, isAbsent: reading is not null)
            : UndefinedValue.Instance;
    }
}
