using ConsulRender.Templating.Filters;
using ConsulRender.Templating.Nodes;
using ConsulRender.Templating.Values;

namespace ConsulRender.Templating.Parsing;

/// <summary>Filters and the arguments of filters and calls.</summary>
internal sealed partial class LiquidParser
{
    private static readonly ArgumentList _noArguments = new([], [], isCall: false);

    private FilterCall ParseFilter()
    {
        var offset = _token.Offset;
        var name = ExpectName("the name of a filter");
        RefuseDenied("filter", name, offset);
        var arguments = Take(TokenKind.Colon) ? ParseArguments(TokenKind.Pipe) : _noArguments;
        var definition = session.FindFilter(name) ?? throw UnknownFilter(name, offset);
        RefuseArgumentWithoutColon(name);
        CheckFilter(name, offset, definition, arguments);
        return new FilterCall(_source, offset, name, definition, arguments);
    }

    private ArgumentList ParseArguments(TokenKind end)
    {
        var isCall = end == TokenKind.RightParenthesis;
        var positional = new List<Expression>();
        var named = new List<NamedExpression>();
        while (_token.Kind != end && _token.Kind != TokenKind.Close)
        {
            ParseArgument(positional, named, isCall);
            if (!Take(TokenKind.Comma))
            {
                break;
            }
        }

        return new ArgumentList([.. positional], [.. named], isCall);
    }

    private void ParseArgument(List<Expression> positional, List<NamedExpression> named, bool isCall)
    {
        if (_token.Kind == TokenKind.Identifier && _lexer.NextIs(':'))
        {
            var offset = _token.Offset;
            var name = ExpectName("a name");
            Advance();
            if (named.Exists(argument => argument.Name == name))
            {
                throw FailureAt(offset, $"the argument \"{name}\" is given twice");
            }

            named.Add(new NamedExpression(name, offset, ParseArgumentValue(isCall)));
            return;
        }

        if (named.Count > 0)
        {
            throw FailureAt(_token.Offset, "an argument without a name cannot follow one with a name");
        }

        positional.Add(ParseArgumentValue(isCall));
    }

    // Inside the parentheses of a call there is room for a whole expression; a filter's argument ends at the next bar.
    private Expression ParseArgumentValue(bool isCall) => isCall ? ParseExpression() : ParseSum();

    private void CheckFilter(string name, int offset, FilterDefinition definition, ArgumentList arguments)
    {
        var count = arguments.Positional.Length;
        if (count < definition.Required || count > definition.Most)
        {
            // In the parentheses of a call the comma may have been meant for its next argument.
            var hint = count > definition.Most && _token.Kind == TokenKind.RightParenthesis
                ? "; the comma counts to the filter unless the value and its filters stand in parentheses"
                : "";
            throw FailureAt(offset, $"the filter \"{name}\" takes {ArgumentCount.Words(definition.Required, definition.Most)}, not {count}{hint}");
        }

        foreach (var argument in arguments.Named)
        {
            if (!definition.Named.Contains(argument.Name))
            {
                var suggestion = Suggestion.For(argument.Name, definition.Named);
                throw FailureAt(argument.Offset, $"the filter \"{name}\" has no argument \"{argument.Name}\"{suggestion}");
            }
        }

        if (definition.HasPattern && arguments.Positional[0] is LiteralExpression pattern)
        {
            CheckPattern(pattern);
        }
    }

    private void CheckPattern(LiteralExpression pattern)
    {
        try
        {
            session.Texts.Patterns.Get(pattern.Value.ToText());
        }
        catch (FormatException exception)
        {
            throw FailureAt(pattern.Offset, exception.Message);
        }
    }
}
