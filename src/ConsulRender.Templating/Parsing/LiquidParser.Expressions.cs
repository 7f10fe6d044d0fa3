using System.Globalization;
using ConsulRender.Templating.Functions;
using ConsulRender.Templating.Nodes;
using Fluid.Values;

namespace ConsulRender.Templating.Parsing;

/// <summary>Expressions, loosest first: and/or (from right to left), not, comparisons, filters, arithmetic, members, single values.</summary>
internal sealed partial class LiquidParser
{
    private Expression ParseExpression()
    {
        Enter();
        var left = ParseComparison();
        if (IsWord("and") || IsWord("or"))
        {
            var (offset, isAnd) = (_token.Offset, IsWord("and"));
            Advance();
            left = new LogicalExpression(_source, offset, left, isAnd, ParseExpression());
        }

        Leave();
        return left;
    }

    private Expression ParseComparison()
    {
        if (IsWord("not") && !_lexer.NextIs('.'))
        {
            var start = _token.Offset;
            Advance();
            Enter();
            var operand = ParseComparison();
            Leave();
            return new NotExpression(_source, start, operand);
        }

        var left = ParseFiltered();
        if (_token.Kind is not (>= TokenKind.Equal and <= TokenKind.GreaterOrEqual) && !IsWord("contains"))
        {
            return left;
        }

        var (comparison, offset) = (_token.Kind, _token.Offset);
        Advance();
        return new ComparisonExpression(_source, offset, left, comparison, ParseFiltered());
    }

    private Expression ParseFiltered()
    {
        var input = ParseSum();
        if (_token.Kind != TokenKind.Pipe)
        {
            return input;
        }

        var filters = new List<FilterCall>();
        while (Take(TokenKind.Pipe))
        {
            filters.Add(ParseFilter());
        }

        RefuseArithmetic();

        return new FilteredExpression(input, [.. filters]);
    }

    private Expression ParsePath()
    {
        var root = ParseValue();
        if (_token.Kind is not (TokenKind.Dot or TokenKind.LeftBracket))
        {
            return root;
        }

        var segments = new List<Segment>();
        while (_token.Kind is TokenKind.Dot or TokenKind.LeftBracket)
        {
            segments.Add(Take(TokenKind.Dot) ? ParseMember(root.Offset) : ParseIndex(root.Offset));
        }

        return new PathExpression(root, [.. segments]);
    }

    private MemberSegment ParseMember(int pathOffset)
    {
        var offset = _token.Offset;
        return new MemberSegment(_source, offset, pathOffset, ExpectName("the name of a member"));
    }

    private IndexSegment ParseIndex(int pathOffset)
    {
        Advance();
        var offset = _token.Offset;
        Enter();
        var index = ParseFiltered();
        Leave();
        Expect(TokenKind.RightBracket, "\"]\"");
        return new IndexSegment(_source, offset, pathOffset, index);
    }

    private Expression ParseValue() => _token.Kind switch
    {
        TokenKind.Text => ParseText(),
        TokenKind.Number => ParseNumber(),
        TokenKind.LeftParenthesis => ParseParentheses(),
        TokenKind.Identifier => ParseWord(),
        _ => throw Unexpected("a value"),
    };

    private LiteralExpression ParseText()
    {
        var (token, text) = (_token, Spelled(_token)[1..^1].ToString());
        Advance();
        return new LiteralExpression(_source, token.Offset, session.Texts.Literal(text));
    }

    private LiteralExpression ParseNumber()
    {
        var token = _token;
        if (!decimal.TryParse(Spelled(token), NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            throw FailureAt(token.Offset, "this number is too large");
        }

        Advance();
        return new LiteralExpression(_source, token.Offset, NumberValue.Create(number));
    }

    private Expression ParseParentheses()
    {
        var offset = _token.Offset;
        Advance();
        var inner = ParseExpression();
        if (Take(TokenKind.Range))
        {
            inner = new RangeExpression(_source, offset, inner, ParseExpression());
        }

        Expect(TokenKind.RightParenthesis, "\")\"");
        return inner;
    }

    private Expression ParseWord()
    {
        var token = _token;
        var isCall = _lexer.NextIs('(');
        var name = ExpectName("a name");
        if (isCall)
        {
            return ParseCall(name, token.Offset);
        }

        return Constant(name) is { } constant ? new LiteralExpression(_source, token.Offset, constant) : Variable(name, token.Offset);
    }

    private VariableExpression Variable(string name, int offset)
    {
        var variable = new VariableExpression(_source, offset, name, session.IsDenied(name));
        if (variable.IsDenied)
        {
            session.DenyLater(name, Denied("function", name, offset));
        }

        return variable;
    }

    private static FluidValue? Constant(string name) => name switch
    {
        "true" => BooleanValue.True,
        "false" => BooleanValue.False,
        "nil" or "null" => NilValue.Instance,
        "empty" => EmptyValue.Instance,
        "blank" => BlankValue.Instance,
        _ => null,
    };

    private CallExpression ParseCall(string name, int offset)
    {
        if (FunctionTable.Find(name) is not null)
        {
            RefuseDenied("function", name, offset);
        }

        Advance();
        Enter();
        var arguments = ParseArguments(TokenKind.RightParenthesis);
        Leave();
        Expect(TokenKind.RightParenthesis, "\")\"");
        var function = FunctionTable.Find(name);
        var call = new CallExpression(_source, offset, name, function, arguments);
        if (function is null)
        {
            session.CallLater(name, FailureAt(offset, $"there is no function or macro \"{name}\""));
        }
        else
        {
            function.CheckArguments(call, arguments.Positional.Length, arguments.Named);
            AgentArgument.CheckLiteral(arguments, session.Agents);
        }

        return call;
    }
}
