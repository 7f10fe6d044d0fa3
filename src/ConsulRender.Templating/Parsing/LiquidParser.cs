using System.Runtime.CompilerServices;
using ConsulRender.Templating.Nodes;

namespace ConsulRender.Templating.Parsing;

/// <summary>Turns one source into nodes and goes on after an error, so that all errors of a file are found; used once.</summary>
internal sealed partial class LiquidParser(LiquidFile file, ParseSession session)
{
    private readonly SourceText _source = file.Origin;
    private readonly LiquidLexer _lexer = new(file.Origin.Text, session.Delimiters);
    private readonly List<OpenTag> _open = [];
    private Token _token;
    private Token _before;
    private int _depth;

    internal void Parse()
    {
        var statements = new List<Statement>();
        while (!session.HasTooManyErrors)
        {
            var piece = _lexer.NextPiece();
            if (piece.Kind == PieceKind.EndOfText)
            {
                break;
            }

            ParsePiece(piece, statements);
        }

        file.Body = new Block([.. statements]);
    }

    private void ParsePiece(in Piece piece, List<Statement> statements)
    {
        if (piece.Kind == PieceKind.Text)
        {
            statements.Add(new TextStatement(_source, piece.Offset, piece.Length));
            return;
        }

        var depth = _depth;
        try
        {
            Advance();
            var statement = piece.Kind == PieceKind.Output ? ParseOutput(piece.Offset) : ParseTag(piece);
            if (statement is not null)
            {
                statements.Add(statement);
            }
        }
        catch (TemplateFailure failure)
        {
            Recover(failure);
            _depth = depth;
        }
    }

    private OutputStatement ParseOutput(int offset)
    {
        var value = ParseExpression();
        ExpectClose();
        return new OutputStatement(_source, offset, value);
    }

    /// <summary>The part of a tag up to its end; when it is wrong that is reported, and its block is parsed nevertheless.</summary>
    private T? Attempt<T>(Func<T> parse)
    {
        var depth = _depth;
        try
        {
            var part = parse();
            ExpectClose();
            return part;
        }
        catch (TemplateFailure failure)
        {
            Recover(failure);
            _depth = depth;
            return default;
        }
    }

    private void Recover(TemplateFailure failure)
    {
        session.Report(failure);
        if (_token.Kind is TokenKind.Unknown or TokenKind.RightBracket or TokenKind.RightParenthesis)
        {
            // It may be half of the end of an output or tag.
            _lexer.Rewind(new Piece(PieceKind.Tag, _token.Offset, 0));
        }

        if (_token.Kind != TokenKind.Close)
        {
            _lexer.SkipToClose();
        }
    }

    private void Advance() => (_before, _token) = (_token, _lexer.NextToken());

    private void ExpectClose()
    {
        if (_token.Kind != TokenKind.Close)
        {
            throw Unexpected("the end of the tag");
        }
    }

    private void Expect(TokenKind kind, string what)
    {
        if (_token.Kind != kind)
        {
            throw Unexpected(what);
        }

        Advance();
    }

    private string ExpectName(string what)
    {
        if (_token.Kind != TokenKind.Identifier)
        {
            throw Unexpected(what);
        }

        var name = session.Name(Spelled(_token));
        Advance();
        return name;
    }

    private string ExpectVariable(string what)
    {
        var name = ExpectName(what);
        session.Bind(name);
        return name;
    }

    // The whole session asks by name, so that a partial may no more than its includer.
    private void RefuseDenied(string kind, string name, int offset)
    {
        if (session.IsDenied(name))
        {
            throw Denied(kind, name, offset);
        }
    }

    private TemplateFailure Denied(string kind, string name, int offset) => FailureAt(offset, $"the {kind} \"{name}\" is denied by function_denylist");

    private bool IsWord(string word) => _token.Kind == TokenKind.Identifier && Spelled(_token).SequenceEqual(word);

    private bool TakeWord(string word)
    {
        var isWord = IsWord(word);
        if (isWord)
        {
            Advance();
        }

        return isWord;
    }

    private bool Take(TokenKind kind)
    {
        var isKind = _token.Kind == kind;
        if (isKind)
        {
            Advance();
        }

        return isKind;
    }

    private ReadOnlySpan<char> Spelled(in Token token) => _source.Text.AsSpan(token.Offset, token.Length);

    private TemplateFailure Unexpected(string expected) => _token.Kind switch
    {
        TokenKind.EndOfText => FailureAt(_token.Offset, $"the text ends inside a tag; expected {expected}"),
        TokenKind.UnclosedText => FailureAt(_token.Offset, $"this string is never closed{BackslashHint()}"),
        TokenKind.Close => FailureAt(_token.Offset, $"expected {expected} before the end of the tag"),
        _ => FailureAt(_token.Offset, $"expected {expected}, not {Shown(_token)}{Hint()}"),
    };

    // Who writes \" for a quote inside a string has ended the string there.
    private string BackslashHint() =>
        _before.Kind == TokenKind.Text && _before.End == _token.Offset && _source.Text[_before.End - 2] == '\\'
            ? "; a backslash is an ordinary character, so a string with this quote in it stands in the other quotes"
            : "";

    private string Shown(in Token token) => token.Kind == TokenKind.Text ? Spelled(token).ToString() : $"\"{Spelled(token)}\"";

    private TemplateFailure FailureAt(int offset, string message) => new(_source, offset, message);

    private void Enter()
    {
        if (++_depth > session.Limits.Nesting)
        {
            throw FailureAt(_token.Offset, $"nested more than {session.Limits.Nesting} deep{Limits.Raise("nesting")}");
        }

        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw FailureAt(_token.Offset, "nested deeper than this program can follow");
        }
    }

    private void Leave() => _depth--;
}
