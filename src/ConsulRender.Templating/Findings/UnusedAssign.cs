using ConsulRender.Templating.Nodes;

namespace ConsulRender.Templating.Findings;

/// <summary>
/// Finds <c>assign</c> and <c>capture</c> whose variable nobody reads: neither their file nor one that shares its variables, in any of the
/// templates. A name that begins with an underscore says that this is meant. Stateless.
/// </summary>
internal static class UnusedAssign
{
    internal const string Rule = "unused-assign";

    internal static IEnumerable<Finding> Find(IEnumerable<Template> templates, Func<string, string> identify)
    {
        // A variable of a partial that one template does not read may be there for another.
        var used = new HashSet<Place>();
        var unused = new Dictionary<Place, Finding>();
        foreach (var files in templates.SelectMany(template => Walk.SharedScopes(template.File)))
        {
            var nodes = files.SelectMany(Walk.Through).ToList();
            var read = Read(nodes);
            foreach (var node in nodes)
            {
                if (Assigned(node) is not { } name)
                {
                    continue;
                }

                var place = new Place(identify(node.Origin.Name), node.Offset);
                if (read.Contains(name))
                {
                    used.Add(place);
                }
                else
                {
                    unused.TryAdd(place, Describe(node, name));
                }
            }
        }

        return unused.Where(pair => !used.Contains(pair.Key)).Select(pair => pair.Value);
    }

    // What a variable takes from itself, as in `n = n | plus: 1`, reaches nobody else.
    private static HashSet<string> Read(List<Node> nodes)
    {
        var own = nodes.OfType<AssignStatement>()
            .SelectMany(assign => Walk.From(assign).Where(node => NameRead(node) == assign.Name))
            .ToHashSet();
        var names = nodes.Where(node => !own.Contains(node)).Select(NameRead).OfType<string>().ToHashSet(StringComparer.Ordinal);

        // Who writes n-1 means n, which is what the render then says.
        names.UnionWith(names.SelectMany(name => name.Split('-')).ToList());
        return names;
    }

    private static string? NameRead(Node node) => node switch
    {
        VariableExpression variable => variable.Name,
        CallExpression { IsFunction: false } call => call.Name,
        _ => null,
    };

    private static string? Assigned(Node node)
    {
        var name = node switch
        {
            AssignStatement assign => assign.Name,
            CaptureStatement capture => capture.Name,
            _ => null,
        };
        return name?.StartsWith('_') == true ? null : name;
    }

    private static Finding Describe(Node node, string name) => new(
        node.Position,
        FindingSeverity.Warning,
        Rule,
        $"\"{name}\" is assigned and never read; remove it, or call it \"_{name}\" if that is meant");

    private sealed record Place(string File, int Offset);
}
