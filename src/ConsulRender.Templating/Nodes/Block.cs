namespace ConsulRender.Templating.Nodes;

/// <summary>Statements in a row; what stands between a block's tags.</summary>
internal sealed class Block(Statement[] statements, int depth = 0)
{
    // Of blocks inside each other, one in so many looks how much of the stack is left.
    private const int BetweenLooks = 10;

    private readonly bool _isDeep = depth > 0 && depth % BetweenLooks == 0;

    internal static Block Empty { get; } = new([]);

    internal Statement[] Statements => statements;

    internal Completion Execute(RenderState state)
    {
        if (_isDeep || state.TellsWhereItIsFull)
        {
            return ExecuteCarefully(state);
        }

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

    private Completion ExecuteCarefully(RenderState state)
    {
        foreach (var statement in statements)
        {
            try
            {
                RenderBudget.EnsureStack(statement);
                var completion = statement.Execute(state);
                if (completion != Completion.Normal)
                {
                    return completion;
                }
            }
            catch (OutputFullException)
            {
                state.Budget.FailForBytes(statement);
            }
            catch (ArgumentException exception)
            {
                statement.Fail(exception.Message);
            }
        }

        return Completion.Normal;
    }
}
