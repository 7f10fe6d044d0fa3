namespace ConsulRender.Templating.Nodes;

/// <summary>Statements in a row; what stands between a block's tags.</summary>
internal sealed class Block(Statement[] statements)
{
    internal static Block Empty { get; } = new([]);

    internal Completion Execute(RenderState state)
    {
        foreach (var statement in statements)
        {
            var completion = statement.Execute(state);
            if (completion != Completion.Normal)
            {
                return completion;
            }
        }

        return Completion.Normal;
    }
}
