using ConsulRender.Templating.Nodes;
using ConsulRender.Templating.Parsing;
using ConsulRender.Templating.Values;
using Fluid.Values;

namespace ConsulRender.Templating.Functions;

/// <summary>The argument that names the agent to ask; a name that the settings do not have is refused, at the parse if it is literal. Stateless.</summary>
internal static class AgentArgument
{
    internal const string Name = "consul";

    /// <summary>Refuses a literal name that is not known.</summary>
    internal static void CheckLiteral(ArgumentList arguments, IReadOnlyList<string> known)
    {
        foreach (var argument in arguments.Named)
        {
            if (argument is { Name: Name, Value: LiteralExpression literal })
            {
                Check(literal.Value, literal, known);
            }
        }
    }

    /// <summary>Refuses a name that is not known, whatever it was made of.</summary>
    internal static void Check(ArgumentList arguments, in CallArguments values, IReadOnlyList<string> known)
    {
        for (var index = 0; index < values.Named.Length; index++)
        {
            if (values.Named[index].Key == Name)
            {
                Check(values.Named[index].Value, arguments.Named[index].Value, known);
            }
        }
    }

    private static void Check(FluidValue value, Expression at, IReadOnlyList<string> known)
    {
        // Nothing is the agent without a name.
        if (value.ToText() is { Length: > 0 } name && !known.Contains(name))
        {
            at.Fail(known.Count == 0
                ? $"there is no agent \"{name}\", because the settings have no \"agents\""
                : $"there is no agent \"{name}\"; \"agents\" of the settings has {string.Join(", ", known)}{Suggestion.For(name, known)}");
        }
    }
}
