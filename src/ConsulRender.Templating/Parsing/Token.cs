namespace ConsulRender.Templating.Parsing;

/// <summary>What a token inside <c>{{ }}</c> or <c>{% %}</c> is.</summary>
internal enum TokenKind
{
    /// <summary>The text ended inside a tag.</summary>
    EndOfText,

    /// <summary><c>}}</c>, <c>%}</c>, or the end of the line in a <c>liquid</c> tag.</summary>
    Close,
    Identifier,
    Number,
    Text,
    UnclosedText,
    Dot,
    Range,
    Comma,
    Colon,
    Pipe,
    LeftParenthesis,
    RightParenthesis,
    LeftBracket,
    RightBracket,
    Assign,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Plus,
    Minus,
    Times,
    Divide,
    Remainder,
    Unknown,
}

/// <summary>One token; where it stands in the text, without a copy of it.</summary>
internal readonly record struct Token(TokenKind Kind, int Offset, int Length)
{
    internal int End => Offset + Length;
}

/// <summary>What the text between tags is made of.</summary>
internal enum PieceKind
{
    Text,
    Output,
    Tag,

    /// <summary>The end of the lines of a <c>liquid</c> tag.</summary>
    EndOfLines,
    EndOfText,
}

/// <summary>A run of plain text, or the place where an output or a tag begins.</summary>
internal readonly record struct Piece(PieceKind Kind, int Offset, int Length);
