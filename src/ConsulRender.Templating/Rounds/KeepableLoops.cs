using ConsulRender.Templating.Findings;
using ConsulRender.Templating.Functions;
using ConsulRender.Templating.Nodes;

namespace ConsulRender.Templating.Rounds;

/// <summary>Finds the loops whose rounds ask questions: the others are cheaper to run than to keep, and of loops inside each other the innermost one keeps. Stateless.</summary>
internal static class KeepableLoops
{
    internal static bool Contains(ForStatement loop) => Asks(loop) && !Below(loop).OfType<ForStatement>().Any(Asks);

    private static bool Asks(ForStatement loop) => Below(loop).Any(IsQuestion);

    // With the partials, each once: one that includes itself leads back here.
    private static IEnumerable<Node> Below(ForStatement loop)
    {
        var seen = new HashSet<LiquidFile>();
        var blocks = new Queue<IEnumerable<Node>>([loop.Body.Statements]);
        while (blocks.TryDequeue(out var block))
        {
            foreach (var node in block.SelectMany(Walk.From))
            {
                yield return node;
                if (node is IncludeStatement include && seen.Add(include.File))
                {
                    blocks.Enqueue(include.File.Body.Statements);
                }
            }
        }
    }

    // What a macro asks is asked where it is called.
    private static bool IsQuestion(Node node) => node is CallExpression || (node is VariableExpression variable && FunctionTable.Find(variable.Name) is not null);
}
