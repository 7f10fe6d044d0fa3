using ConsulRender.Consul;
using ConsulRender.Templating.Nodes;
using ConsulRender.Templating.Values;
using Fluid.Values;

namespace ConsulRender.Templating.Functions;

/// <summary>
/// <c>partitions</c>, <c>peerings</c>, <c>exported_services</c>, <c>imported_services</c>: a list of objects with Consul's own names, of a Consul that
/// knows them. A text is the partition, as consul-template has it, or begins with a question mark.
/// </summary>
internal sealed class PlainListFunction(string name, Func<QueryScope, ConsulQuery> ask) : TemplateFunction(name, 0, 1, ["partition", AgentArgument.Name])
{
    internal override FluidValue Call(in CallArguments arguments, RenderState state, Node call)
    {
        var query = QueryArguments.Read(Name, arguments.Positional.Length > 0 ? arguments.Positional[0] : null, arguments, QueryParts.Scope, call);
        if (query.Name.Length > 0 && query.Scope.Partition is not null)
        {
            call.Fail($"{Name} says the partition twice: \"{query.Name}\" and \"{query.Scope.Partition}\"");
        }

        var dependency = ask(query.Name.Length > 0 ? query.Scope with { Partition = query.Name } : query.Scope);
        return ListOf<string>(dependency, state, call, JsonAnswer.Of);
    }
}
