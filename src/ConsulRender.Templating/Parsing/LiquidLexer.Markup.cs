namespace ConsulRender.Templating.Parsing;

/// <summary>The tokens inside outputs and tags.</summary>
internal sealed partial class LiquidLexer
{
    /// <summary>The next token; after <see cref="TokenKind.Close"/> the text goes on.</summary>
    internal Token NextToken()
    {
        SkipWhite();
        if (_position >= text.Length)
        {
            return new Token(TokenKind.EndOfText, text.Length, 0);
        }

        var closing = _inOutput ? AtOutputClose() : AtTagClose();
        if (closing > 0 || (_inLines && text[_position] == '\n'))
        {
            return Close(closing);
        }

        var first = text[_position];
        if (IsIdentifierStart(first))
        {
            return Take(TokenKind.Identifier, IdentifierLength());
        }

        if (char.IsAsciiDigit(first) || (first == '-' && char.IsAsciiDigit(At(1))))
        {
            return Take(TokenKind.Number, NumberLength());
        }

        return first is '"' or '\'' ? Quoted(first) : Symbol(first);
    }

    /// <summary>Whether the next token is this character; looks without reading.</summary>
    internal bool NextIs(char character)
    {
        var at = _position;
        while (at < text.Length && char.IsWhiteSpace(text[at]))
        {
            at++;
        }

        return at < text.Length && text[at] == character;
    }

    private Token Close(int length)
    {
        var offset = _position;
        if (_inLines)
        {
            return new Token(TokenKind.Close, offset, 0);
        }

        _trimNext = length > (_inOutput && _own is not null ? _own.Right.Length : 2);
        _position += length;
        return new Token(TokenKind.Close, offset, length);
    }

    private Token Take(TokenKind kind, int length)
    {
        var token = new Token(kind, _position, length);
        _position += length;
        return token;
    }

    // A backslash is an ordinary character here, so that a regular expression is written once.
    private Token Quoted(char quote)
    {
        var end = IndexOf(quote == '"' ? "\"" : "'", _position + 1);
        return end < 0 ? Take(TokenKind.UnclosedText, 1) : Take(TokenKind.Text, end + 1 - _position);
    }

    private Token Symbol(char first)
    {
        var second = At(1);
        var pair = (first, second) switch
        {
            ('=', '=') => TokenKind.Equal,
            ('!', '=') or ('<', '>') => TokenKind.NotEqual,
            ('<', '=') => TokenKind.LessOrEqual,
            ('>', '=') => TokenKind.GreaterOrEqual,
            ('.', '.') => TokenKind.Range,
            _ => TokenKind.Unknown,
        };
        if (pair != TokenKind.Unknown)
        {
            return Take(pair, 2);
        }

        // Half of an end that does not fit here, such as %} after an output, is no sign of arithmetic.
        var single = Single(first);
        _brackets += first is '(' or '[' ? 1 : first is ')' or ']' ? -1 : 0;
        return Take(single >= TokenKind.Plus && (second == '}' || (first == '-' && second == '%')) ? TokenKind.Unknown : single, 1);
    }

    private static TokenKind Single(char symbol) => symbol switch
    {
        '.' => TokenKind.Dot,
        ',' => TokenKind.Comma,
        ':' => TokenKind.Colon,
        '|' => TokenKind.Pipe,
        '(' => TokenKind.LeftParenthesis,
        ')' => TokenKind.RightParenthesis,
        '[' => TokenKind.LeftBracket,
        ']' => TokenKind.RightBracket,
        '=' => TokenKind.Assign,
        '<' => TokenKind.Less,
        '>' => TokenKind.Greater,
        _ => Arithmetic(symbol),
    };

    private static TokenKind Arithmetic(char symbol) => symbol switch
    {
        '+' => TokenKind.Plus,
        '-' => TokenKind.Minus,
        '*' => TokenKind.Times,
        '/' => TokenKind.Divide,
        '%' => TokenKind.Remainder,
        _ => TokenKind.Unknown,
    };

    private int IdentifierLength()
    {
        var length = 1;
        while (IsIdentifierPart(At(length)) || (At(length) == '-' && IsIdentifierPart(At(length + 1))))
        {
            length++;
        }

        return length;
    }

    private int NumberLength()
    {
        var length = 1;
        while (char.IsAsciiDigit(At(length)))
        {
            length++;
        }

        if (At(length) == '.' && char.IsAsciiDigit(At(length + 1)))
        {
            length += 2;
            while (char.IsAsciiDigit(At(length)))
            {
                length++;
            }
        }

        return length;
    }

    private int AtOutputClose() => _own is null ? CloseLength('}') : CloseLength(_own);

    private int AtTagClose() => CloseLength('%');

    private int CloseLength(char first)
    {
        var dash = At(0) == '-' ? 1 : 0;
        return At(dash) == first && At(dash + 1) == '}' ? dash + 2 : 0;
    }

    private int CloseLength(OutputDelimiters own)
    {
        if (_brackets > 0 && own.EndsLikeBrackets)
        {
            return 0;
        }

        var length = RightLengthAt(0);
        return length > 0 ? length : At(0) == '-' && RightLengthAt(1) is > 0 and var behind ? behind + 1 : 0;
    }

    // The length of what ends an output, if it stands so far ahead.
    private int RightLengthAt(int ahead) =>
        _own is null ? At(ahead) == '}' && At(ahead + 1) == '}' ? 2 : 0
        : text.AsSpan(Math.Min(_position + ahead, text.Length)).StartsWith(_own.Right) ? _own.Right.Length : 0;

    private void SkipWhite()
    {
        while (_position < text.Length && char.IsWhiteSpace(text[_position]) && !(_inLines && text[_position] == '\n'))
        {
            _position++;
        }
    }

    private char At(int ahead) => _position + ahead < text.Length ? text[_position + ahead] : '\0';

    private static bool IsIdentifierStart(char character) => char.IsLetter(character) || character == '_';

    private static bool IsIdentifierPart(char character) => char.IsLetterOrDigit(character) || character == '_';
}
