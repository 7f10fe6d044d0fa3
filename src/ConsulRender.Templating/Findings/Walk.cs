using ConsulRender.Templating.Nodes;

namespace ConsulRender.Templating.Findings;

/// <summary>Ways through parsed templates that render nothing; they do not recurse, so that no template is too deep for them. Stateless.</summary>
internal static class Walk
{
    /// <summary>A node and all nodes below it, in the order of the text.</summary>
    internal static IEnumerable<Node> From(Node top)
    {
        var waiting = new Stack<Node>();
        waiting.Push(top);
        while (waiting.TryPop(out var node))
        {
            yield return node;
            foreach (var child in node.Children.Reverse())
            {
                waiting.Push(child);
            }
        }
    }

    /// <summary>All nodes of one file, those of its macros too.</summary>
    internal static IEnumerable<Node> Through(LiquidFile file) => file.Body.Statements.Concat<Node>(file.Macros).SelectMany(From);

    /// <summary>The file and every file it uses, directly or not.</summary>
    internal static IReadOnlyList<LiquidFile> Files(LiquidFile file) => Reachable(file, _ => true);

    /// <summary>
    /// The files by who sees whose variables: the file with all it includes, then the same for each file that it renders or imports from.
    /// </summary>
    internal static IEnumerable<IReadOnlyList<LiquidFile>> SharedScopes(LiquidFile file) =>
        Files(file).SelectMany(each => Uses(each).Where(use => use.IsIsolated).Select(use => use.File))
            .Prepend(file)
            .Distinct()
            .Select(root => Reachable(root, use => !use.IsIsolated));

    private static List<LiquidFile> Reachable(LiquidFile first, Func<Use, bool> follows)
    {
        var files = new List<LiquidFile> { first };
        for (var index = 0; index < files.Count; index++)
        {
            files.AddRange(Uses(files[index]).Where(follows).Select(use => use.File).Distinct().Where(file => !files.Contains(file)).ToList());
        }

        return files;
    }

    private static IEnumerable<Use> Uses(LiquidFile file) => Through(file).Select(UseOf).OfType<Use>();

    private static Use? UseOf(Node node) => node switch
    {
        IncludeStatement include => new Use(include.File, include.Header.IsIsolated),
        ImportStatement import => new Use(import.File, IsIsolated: true),
        _ => null,
    };

    private sealed record Use(LiquidFile File, bool IsIsolated);
}
