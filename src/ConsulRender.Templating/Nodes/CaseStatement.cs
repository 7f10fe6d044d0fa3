using ConsulRender.Templating.Parsing;

namespace ConsulRender.Templating.Nodes;

/// <summary><c>case</c>: every <c>when</c> that has the value runs, and <c>else</c> only when none had it before.</summary>
internal sealed class CaseStatement(SourceText source, int offset, Expression subject, When[] branches) : Statement(source, offset)
{
    internal override Completion Execute(RenderState state)
    {
        var value = subject.Evaluate(state);
        var matched = false;
        foreach (var branch in branches)
        {
            var runs = branch.Values is null
                ? !matched
                : Array.Exists(branch.Values, item => ComparisonExpression.AreEqual(value, item.Evaluate(state), item, state));
            if (!runs)
            {
                continue;
            }

            matched = true;
            var completion = branch.Body.Execute(state);
            if (completion != Completion.Normal)
            {
                return completion;
            }
        }

        return Completion.Normal;
    }

    internal override IEnumerable<Node> Children
    {
        get
        {
            yield return subject;
            foreach (var branch in branches)
            {
                foreach (var value in branch.Values ?? [])
                {
                    yield return value;
                }

                foreach (var statement in branch.Body.Statements)
                {
                    yield return statement;
                }
            }
        }
    }
}

/// <summary>The values of a <c>when</c>, none for <c>else</c>, and what happens for them.</summary>
internal readonly record struct When(Expression[]? Values, Block Body);
