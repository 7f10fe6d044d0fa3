using ConsulRender.Consul;
using ConsulRender.Consul.Dependencies;
using ConsulRender.Templating.Nodes;
using ConsulRender.Templating.Values;
using Fluid.Values;

namespace ConsulRender.Templating.Functions;

/// <summary><c>ca_leaf("service")</c>: a service's certificate for the mesh with its private key, which no message shows.</summary>
internal sealed class CaLeafFunction() : TemplateFunction("ca_leaf", 1, 1, QueryArguments.Named())
{
    internal override FluidValue Call(in CallArguments arguments, RenderState state, Node call) => Find(arguments, state, call, isAbsentMissing: true);

    internal override FluidValue CallLeniently(in CallArguments arguments, RenderState state, Node call) => Find(arguments, state, call, isAbsentMissing: false);

    private FluidValue Find(in CallArguments arguments, RenderState state, Node call, bool isAbsentMissing)
    {
        var query = QueryArguments.ReadName(Name, "a service", arguments, QueryParts.Scope, call);
        var dependency = new CaLeaf(query.Name) { Scope = query.Scope };
        var reading = state.Read(dependency);
        if (reading?.Value is not LeafCertificate leaf)
        {
            return reading is null || isAbsentMissing ? state.Miss(dependency, call, isAbsent: reading is not null) : UndefinedValue.Instance;
        }

        state.Conceal(leaf.PrivateKey);
        return ConsulRecords.Of(leaf);
    }
}
