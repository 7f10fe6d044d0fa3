using ConsulRender.Templating.Nodes;
using ConsulRender.Templating.Values;

namespace ConsulRender.Templating.Findings;

/// <summary>Finds a <c>service(...)</c> inside a loop over the very same: each round makes the list anew. Stateless.</summary>
internal static class RepeatedQuery
{
    internal const string Rule = "repeated-query";

    internal static IEnumerable<Finding> Find(IEnumerable<Node> nodes) =>
        from loop in nodes.Select(Loop.Of).OfType<Loop>()
        let list = ListOf(loop)
        where list is not null
        let body = loop.Body.Statements.SelectMany(Walk.From).ToList()
        where IsSteady(list, loop, body)
        from call in body.OfType<CallExpression>()
        where IsSame(list, call)
        select new Finding(
            call.Position,
            FindingSeverity.Warning,
            Rule,
            $"each round makes the list anew that the loop in line {loop.Node.Position.Line} goes over; assign it to a variable before the loop");

    // Filters after it change nothing about what is asked.
    private static CallExpression? ListOf(Loop loop)
    {
        var list = loop.Header.List is FilteredExpression filtered ? filtered.Input : loop.Header.List;
        return list is CallExpression { IsFunction: true, Name: "service" } call ? call : null;
    }

    // A variable in the arguments may be another in the next round; what a partial assigns is not looked up.
    private static bool IsSteady(CallExpression list, Loop loop, List<Node> body)
    {
        var read = Walk.From(list).OfType<VariableExpression>().Select(variable => variable.Name).ToHashSet();
        return read.Count == 0
            || !(read.Contains(loop.Header.Variable)
                || read.Contains(loop.Header.LoopName)
                || body.Exists(node => node is IncludeStatement || (Named(node) is { } name && read.Contains(name))));
    }

    private static string? Named(Node node) => node switch
    {
        AssignStatement assign => assign.Name,
        CaptureStatement capture => capture.Name,
        _ => Loop.Of(node)?.Header.Variable,
    };

    private static bool IsSame(Node left, Node right)
    {
        var words = Walk.From(left).Select(Word).ToList();
        return !words.Contains(null) && words.SequenceEqual(Walk.From(right).Select(Word));
    }

    // What a node says beside its children; null where equal words need not mean equal values.
    private static string? Word(Node node) => node switch
    {
        CallExpression { IsFunction: true } call =>
            $"call {call.Name} {call.Arguments.Positional.Length} {string.Join(' ', call.Arguments.Named.Select(argument => argument.Name))}",
        LiteralExpression literal => $"literal {literal.Value.Type} {literal.Value.ToText()}",
        VariableExpression variable => $"variable {variable.Name}",
        PathExpression path => $"path {path.Children.Count()}",
        MemberSegment member => $"member {member.LooseName}",
        IndexSegment => "index",
        _ => null,
    };
}
