using ConsulRender.Templating.Nodes;

namespace ConsulRender.Templating.Findings;

/// <summary>What all loops have, whatever they write; immutable.</summary>
internal sealed record Loop(Node Node, LoopHeader Header, Block Body)
{
    /// <summary>The node as a loop; null when it is none.</summary>
    internal static Loop? Of(Node node) => node switch
    {
        ForStatement loop => new Loop(node, loop.Header, loop.Body),
        TableRowStatement table => new Loop(node, table.Header, table.Body),
        _ => null,
    };
}
