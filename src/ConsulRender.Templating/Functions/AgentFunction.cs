using ConsulRender.Consul;
using ConsulRender.Consul.Dependencies;
using ConsulRender.Templating.Nodes;
using ConsulRender.Templating.Values;
using Fluid.Values;

namespace ConsulRender.Templating.Functions;

/// <summary><c>agent</c>: the agent that is asked, looked at every 15 s because Consul does not block for it.</summary>
internal sealed class AgentFunction() : TemplateFunction("agent", 0, 0, [AgentArgument.Name])
{
    internal override FluidValue Call(in CallArguments arguments, RenderState state, Node call)
    {
        var dependency = new AgentSelf { Scope = QueryArguments.OfAgent(arguments.Text(AgentArgument.Name)) };
        return state.Read(dependency) is { } reading
            ? ConsulRecords.Of((Agent)reading.Value!)
            : state.Miss(dependency, call, isAbsent: false);
    }
}
