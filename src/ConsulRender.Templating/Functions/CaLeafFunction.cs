using ConsulRender.Consul;
using ConsulRender.Consul.Dependencies;
using ConsulRender.Templating.Nodes;
using ConsulRender.Templating.Values;
using Fluid.Values;

namespace ConsulRender.Templating.Functions;

/// <summary><c>ca_leaf("service")</c>: a service's certificate for the mesh with its private key, which no message shows.</summary>
internal sealed class CaLeafFunction() : AbsentableFunction("ca_leaf", 1, 1, QueryArguments.Named())
{
    protected override FluidValue Find(in CallArguments arguments, RenderState state, Node call, bool isLenient)
    {
        var query = QueryArguments.ReadName(Name, "a service", arguments, QueryParts.Scope, call);
        var dependency = new CaLeaf(query.Name) { Scope = query.Scope };
        var reading = state.Read(dependency);
        if (reading?.Value is not LeafCertificate leaf)
        {
            return NotThere(dependency, reading, state, call, isLenient);
        }

        state.Conceal(leaf.PrivateKey);
        return ConsulRecords.Of(leaf);
    }
}
