using ConsulRender.Templating.Findings;
using ConsulRender.Templating.Functions;
using ConsulRender.Templating.Nodes;

namespace ConsulRender.Templating.Rounds;

/// <summary>Finds the loops whose rounds ask questions: the others are cheaper to run than to keep, and of loops inside each other the innermost one keeps. Stateless.</summary>
internal static class KeepableLoops
{
    internal static bool Contains(ForStatement loop) => Contains(loop, []);

    // A partial that includes itself leads back here.
    private static bool Contains(ForStatement loop, HashSet<object> seen)
    {
        var nodes = Below(loop.Body.Statements, seen).ToList();
        return nodes.Exists(IsQuestion) && !nodes.OfType<ForStatement>().Any(inner => Contains(inner, []));
    }

    private static IEnumerable<Node> Below(IEnumerable<Node> nodes, HashSet<object> seen)
    {
        foreach (var node in nodes.SelectMany(Walk.From))
        {
            yield return node;
            if (node is IncludeStatement include && seen.Add(include.File))
            {
                foreach (var inner in Below(include.File.Body.Statements, seen))
                {
                    yield return inner;
                }
            }
        }
    }

    // What a macro asks is asked where it is called.
    private static bool IsQuestion(Node node) => node is CallExpression || (node is VariableExpression variable && FunctionTable.Find(variable.Name) is not null);
}
