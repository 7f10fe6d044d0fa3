using ConsulRender.Consul;
using ConsulRender.Consul.Dependencies;
using ConsulRender.Templating.Nodes;
using ConsulRender.Templating.Values;
using Fluid.Values;

namespace ConsulRender.Templating.Functions;

/// <summary><c>node("name")</c>: one node with its services, the agent's own without a name.</summary>
internal sealed class NodeFunction() : AbsentableFunction("node", 0, 1, QueryArguments.Named("dc"))
{
    protected override FluidValue Find(in CallArguments arguments, RenderState state, Node call, bool isLenient)
    {
        var text = arguments.Positional.Length > 0 ? arguments.Positional[0] : null;
        var query = QueryArguments.Read(Name, text, arguments, QueryParts.Scope | QueryParts.Datacenter, call);
        var name = query.Name;
        if (name.Length == 0)
        {
            var agent = new AgentSelf { Scope = QueryArguments.OfAgent(query.Scope.Agent) };
            if (state.Read(agent)?.Value is not Agent self)
            {
                return state.Miss(agent, call, isAbsent: false);
            }

            name = self.Node;
        }

        var dependency = new NodeByName(name, query.Datacenter) { Scope = query.Scope };
        var reading = state.Read(dependency);
        return reading?.Value is NodeServices node ? ConsulRecords.Of(node) : NotThere(dependency, reading, state, call, isLenient);
    }
}
