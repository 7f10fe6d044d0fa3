using ConsulRender.Consul;
using ConsulRender.Consul.Dependencies;
using ConsulRender.Templating.Nodes;
using ConsulRender.Templating.Parsing;
using ConsulRender.Templating.Values;
using Fluid.Values;

namespace ConsulRender.Templating.Functions;

/// <summary><c>checks("critical")</c>, <c>checks(service: "web")</c>, <c>checks(node: "n")</c>: the checks in a state, of a service or of a node.</summary>
internal sealed class ChecksFunction() : TemplateFunction("checks", 0, 1, QueryArguments.Named("state", "service", "node", "dc", "filter"))
{
    private static readonly string[] _states = ["any", "passing", "warning", "critical"];

    internal override FluidValue Call(in CallArguments arguments, RenderState state, Node call)
    {
        var query = QueryArguments.Read(Name, arguments.Positional.Length > 0 ? arguments.Positional[0] : null, arguments, QueryParts.Scope | QueryParts.Datacenter, call);
        var (by, name) = Subject(query.Name, arguments, call);
        var dependency = new HealthChecks(by, name, query.Datacenter, arguments.Text("filter")) { Scope = query.Scope };
        return ListOf<HealthCheck>(dependency, state, call, ConsulRecords.Of);
    }

    private static (ChecksBy By, string Name) Subject(string spelled, in CallArguments arguments, Node call)
    {
        var state = spelled.Length > 0 ? spelled : arguments.Text("state");
        var (service, node) = (arguments.Text("service"), arguments.Text("node"));
        if ((state is null ? 0 : 1) + (service is null ? 0 : 1) + (node is null ? 0 : 1) != 1)
        {
            call.Fail("checks needs one of a state, service and node, as in checks(\"critical\") or checks(service: \"web\")");
        }

        if (state is not null && Array.IndexOf(_states, state) < 0)
        {
            call.Fail($"checks: unknown state \"{state}\"; known are {string.Join(", ", _states)}{Suggestion.For(state, _states)}");
        }

        return service is not null ? (ChecksBy.Service, service) : node is not null ? (ChecksBy.Node, node) : (ChecksBy.State, state!);
    }
}
