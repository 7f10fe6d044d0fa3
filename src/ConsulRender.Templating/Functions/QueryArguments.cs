using ConsulRender.Consul;
using ConsulRender.Templating.Nodes;
using ConsulRender.Templating.Values;
using Fluid.Values;

namespace ConsulRender.Templating.Functions;

/// <summary>Puts the text of a question and its named arguments together. Stateless.</summary>
internal static class QueryArguments
{
    /// <summary>The named arguments of a question that can be asked in a namespace, partition or peer.</summary>
    internal static string[] Named(params ReadOnlySpan<string> own) => [.. own, "ns", "partition", "peer", "sameness_group", AgentArgument.Name];

    /// <summary>Where a question is asked that can be asked nowhere in particular but of an agent.</summary>
    internal static QueryScope OfAgent(string? agent) => agent is null ? QueryScope.Own : new() { Agent = agent };

    /// <summary>
    /// The question of a call. With the argument that turns the text form off (also an empty one) the text is taken whole, so that names may hold
    /// any character.
    /// </summary>
    internal static QueryText Read(string function, FluidValue? text, in CallArguments arguments, QueryParts parts, Node call, string wholeWith = "dc")
    {
        var spelled = text?.ToText() ?? "";
        var query = text is ServiceNameValue || arguments.Find(wholeWith) is not null ? new QueryText(spelled) : Parse(function, spelled, parts, call);
        return arguments.Named.Length == 0 ? query : query with
        {
            Datacenter = One(function, "dc", query.Datacenter, arguments, call),
            Near = One(function, "near", query.Near, arguments, call),
            Scope = Scope(function, query.Scope, arguments, call),
        };
    }

    /// <summary>The same, of a name that may not be empty.</summary>
    internal static QueryText ReadName(string function, string what, in CallArguments arguments, QueryParts parts, Node call)
    {
        var query = Read(function, arguments.Positional[0], arguments, parts, call);
        return query.Name.Length > 0 ? query : throw call.Failure($"{function} needs the name of {what}, and it is empty");
    }

    /// <summary>The same, where nothing has a name, so that the text begins with a mark.</summary>
    internal static QueryText ReadNameless(string function, in CallArguments arguments, QueryParts parts, Node call)
    {
        var query = Read(function, arguments.Positional.Length > 0 ? arguments.Positional[0] : null, arguments, parts, call, wholeWith: "");
        return query.Name.Length == 0 ? query : throw call.Failure($"{function} takes no name, and this is \"{query.Name}\"");
    }

    private static QueryText Parse(string function, string text, QueryParts parts, Node call)
    {
        try
        {
            return QueryText.Parse(text, parts);
        }
        catch (FormatException exception)
        {
            throw call.Failure($"{function}(\"{text}\"): {exception.Message}");
        }
    }

    private static string? One(string function, string name, string? inText, in CallArguments arguments, Node call)
    {
        var named = arguments.Text(name);
        return inText is not null && named is not null
            ? throw call.Failure($"{function} says \"{name}\" twice: \"{inText}\" in the text and \"{named}\" as an argument")
            : inText ?? named;
    }

    private static QueryScope Scope(string function, QueryScope inText, in CallArguments arguments, Node call)
    {
        var scope = new QueryScope
        {
            Agent = arguments.Text(AgentArgument.Name),
            Namespace = One(function, "ns", inText.Namespace, arguments, call),
            Partition = One(function, "partition", inText.Partition, arguments, call),
            Peer = One(function, "peer", inText.Peer, arguments, call),
            SamenessGroup = One(function, "sameness_group", inText.SamenessGroup, arguments, call),
        };
        return scope.Equals(QueryScope.Own) ? QueryScope.Own : scope;
    }
}
