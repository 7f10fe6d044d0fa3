using ConsulRender.Templating.Parsing;

namespace ConsulRender.Templating.Nodes;

/// <summary><c>if</c> and <c>unless</c> with their <c>elsif</c> branches; <c>else</c> is a branch without a condition.</summary>
internal sealed class IfStatement(SourceText source, int offset, Branch[] branches) : Statement(source, offset)
{
    internal override Completion Execute(RenderState state)
    {
        foreach (var branch in branches)
        {
            if (branch.Condition is null || branch.Condition.EvaluateLeniently(state).ToBooleanValue())
            {
                return branch.Body.Execute(state);
            }
        }

        return Completion.Normal;
    }

    internal override IEnumerable<Node> Children
    {
        get
        {
            foreach (var branch in branches)
            {
                if (branch.Condition is not null)
                {
                    yield return branch.Condition;
                }

                foreach (var statement in branch.Body.Statements)
                {
                    yield return statement;
                }
            }
        }
    }
}

/// <summary>A condition and what happens when it holds.</summary>
internal readonly record struct Branch(Expression? Condition, Block Body);
