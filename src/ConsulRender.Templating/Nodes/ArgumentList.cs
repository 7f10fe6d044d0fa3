using ConsulRender.Templating.Functions;
using Fluid;

namespace ConsulRender.Templating.Nodes;

/// <summary>The arguments of a call or filter as they are written, positional ones first.</summary>
internal sealed class ArgumentList(Expression[] positional, NamedExpression[] named, bool isCall)
{
    // Most arguments are literal, and then one object serves all renders.
    private readonly FilterArguments? _constant =
        !isCall && IsLiteral(positional, named) ? ForFilter(positional, named, state: null!, isLenient: false) : null;

    private readonly CallArguments? _constantCall = isCall && IsLiteral(positional, named) ? ForCall(positional, named, state: null!) : null;

    internal Expression[] Positional => positional;

    internal NamedExpression[] Named => named;

    internal IEnumerable<Node> Children
    {
        get
        {
            foreach (var argument in positional)
            {
                yield return argument;
            }

            foreach (var argument in named)
            {
                yield return argument.Value;
            }
        }
    }

    internal CallArguments Evaluate(RenderState state) => _constantCall ?? ForCall(positional, named, state);

    internal FilterArguments EvaluateForFilter(RenderState state, bool isLenient) =>
        _constant ?? ForFilter(positional, named, state, isLenient);

    private static bool IsLiteral(Expression[] positional, NamedExpression[] named) =>
        Array.TrueForAll(positional, argument => argument is LiteralExpression)
        && Array.TrueForAll(named, argument => argument.Value is LiteralExpression);

    private static CallArguments ForCall(Expression[] positional, NamedExpression[] named, RenderState state) => new(
        positional.Length == 0 ? [] : Array.ConvertAll(positional, argument => argument.Evaluate(state)),
        named.Length == 0 ? [] : Array.ConvertAll(named, argument => KeyValuePair.Create(argument.Name, argument.Value.Evaluate(state))));

    private static FilterArguments ForFilter(Expression[] positional, NamedExpression[] named, RenderState state, bool isLenient)
    {
        if (positional.Length + named.Length == 0)
        {
            return FilterArguments.Empty;
        }

        var arguments = new FilterArguments();
        foreach (var argument in positional)
        {
            arguments.Add(isLenient ? argument.EvaluateLeniently(state) : argument.Evaluate(state));
        }

        foreach (var argument in named)
        {
            arguments.Add(argument.Name, argument.Value.Evaluate(state));
        }

        return arguments;
    }
}

/// <summary>An argument with its name.</summary>
internal readonly record struct NamedExpression(string Name, int Offset, Expression Value);
