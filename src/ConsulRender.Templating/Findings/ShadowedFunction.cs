using ConsulRender.Templating.Functions;
using ConsulRender.Templating.Nodes;

namespace ConsulRender.Templating.Findings;

/// <summary>Finds variables that have the name of a function. Stateless.</summary>
internal static class ShadowedFunction
{
    internal const string Rule = "shadowed-function";

    internal static IEnumerable<Finding> Find(IEnumerable<Node> nodes) =>
        from node in nodes
        from variable in Variables(node)
        where FunctionTable.Names.Contains(variable.Name)
        select new Finding(
            node.Origin.PositionAt(variable.Offset),
            FindingSeverity.Warning,
            Rule,
            $"the {variable.Kind} \"{variable.Name}\" has the name of a function: \"{variable.Name}\" is now the variable, and \"{variable.Name}(...)\" still the function; choose another name");

    private static IEnumerable<Variable> Variables(Node node) => node switch
    {
        AssignStatement assign => [new(assign.Name, "variable", node.Offset)],
        CaptureStatement capture => [new(capture.Name, "variable", node.Offset)],
        ForStatement or TableRowStatement => [new(Loop.Of(node)!.Header.Variable, "loop variable", node.Offset)],
        MacroStatement macro => macro.Parameters.Select(parameter => new Variable(parameter.Name, "parameter", node.Offset)),
        IncludeStatement include => include.Header.Parameters.Select(parameter => new Variable(parameter.Name, "parameter", parameter.Offset)),
        _ => [],
    };

    private sealed record Variable(string Name, string Kind, int Offset);
}
