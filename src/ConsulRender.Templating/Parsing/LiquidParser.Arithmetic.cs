using ConsulRender.Templating.Nodes;

namespace ConsulRender.Templating.Parsing;

/// <summary>Arithmetic, which Liquid itself has only as filters: sums of products of signed values.</summary>
internal sealed partial class LiquidParser
{
    private Expression ParseSum()
    {
        var depth = _depth;
        var left = ParseProduct();
        while (_token.Kind is TokenKind.Plus or TokenKind.Minus)
        {
            left = ParseOperation(left, ParseProduct);
        }

        RefuseMinus(_token.Kind == TokenKind.Number && _source.Text[_token.Offset] == '-');
        _depth = depth;
        return left;
    }

    private Expression ParseProduct()
    {
        var left = ParseSigned();
        while (_token.Kind is TokenKind.Times or TokenKind.Divide or TokenKind.Remainder)
        {
            left = ParseOperation(left, ParseSigned);
        }

        return left;
    }

    // Each operation nests the tree one deeper, so it counts as nesting until the sum ends.
    private ArithmeticExpression ParseOperation(Expression left, Func<Expression> parseRight)
    {
        var (operation, offset) = (_token.Kind, _token.Offset);
        RefuseMinus(operation == TokenKind.Minus && !(IsBlankAt(offset - 1) && IsBlankAt(offset + 1)));
        Enter();
        Advance();
        return new ArithmeticExpression(_source, offset, left, operation, parseRight());
    }

    private Expression ParseSigned()
    {
        if (_token.Kind != TokenKind.Minus)
        {
            return ParsePath();
        }

        var offset = _token.Offset;
        Advance();
        Enter();
        var operand = ParseSigned();
        Leave();
        return new NegationExpression(_source, offset, operand);
    }

    // A hyphen may be part of a name, and a dash trims white space, so a minus stands apart from both.
    private void RefuseMinus(bool isWrong)
    {
        if (isWrong)
        {
            throw FailureAt(_token.Offset, "a minus between two values needs a blank on both sides");
        }
    }

    private void RefuseArithmetic()
    {
        if (_token.Kind is >= TokenKind.Plus and <= TokenKind.Remainder)
        {
            throw FailureAt(_token.Offset, $"{Shown(_token)} cannot follow a filter; put the value and its filters in parentheses");
        }
    }

    private bool IsBlankAt(int offset) => offset < _source.Text.Length && char.IsWhiteSpace(_source.Text[offset]);
}
