using ConsulRender.Templating.Filters;
using ConsulRender.Templating.Parsing;

namespace ConsulRender.Templating.Nodes;

/// <summary><c>assert condition, message</c>: writes nothing, and when the condition does not hold the text must not be used.</summary>
internal sealed class AssertStatement(SourceText source, int offset, Expression condition, string spelled, Expression? message) : Statement(source, offset)
{
    // A loop may come by any number of times, and nobody reads more.
    private const int MostFailures = 20;
    private const int LongestMessage = 300;

    internal override IEnumerable<Node> Children => message is null ? [condition] : [condition, message];

    internal override Completion Execute(RenderState state)
    {
        if (condition.EvaluateLeniently(state).ToBooleanValue())
        {
            return Completion.Normal;
        }

        state.Recorder?.Refuse();
        if (state.FailedAsserts.Count < MostFailures)
        {
            var failed = new FailedAssert(Position, SafeFilters.OneLine(Message(state)));
            if (!state.FailedAsserts.Contains(failed))
            {
                state.FailedAsserts.Add(failed);
            }
        }

        return Completion.Normal;
    }

    private string Message(RenderState state)
    {
        var text = message is null ? $"{spelled} does not hold" : Printed(message, state);
        return text.Length <= LongestMessage ? text : $"{text.AsSpan(0, LongestMessage)}...";
    }

    private static string Printed(Expression message, RenderState state)
    {
        var outside = state.BeginCapture();
        message.Write(state);
        return state.Masked(state.EndCapture(outside).ToStringValue());
    }
}
