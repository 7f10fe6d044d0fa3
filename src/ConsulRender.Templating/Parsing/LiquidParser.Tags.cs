using ConsulRender.Templating.Functions;
using ConsulRender.Templating.Nodes;

namespace ConsulRender.Templating.Parsing;

/// <summary>The tags by name, and those without a body.</summary>
internal sealed partial class LiquidParser
{
    /// <summary>All tags that begin something, for suggestions and for those who want to try each of them.</summary>
    internal static readonly string[] TagNames =
    [
        "assert", "assign", "break", "capture", "case", "comment", "continue", "cycle", "decrement", "doc", "echo", "for", "from", "if", "ifchanged",
        "include", "increment", "liquid", "macro", "raw", "render", "tablerow", "unless",
    ];

    private Statement? ParseTag(in Piece tag)
    {
        if (_source.Text.AsSpan(_token.Offset).StartsWith("#"))
        {
            _lexer.SkipToClose();
            return null;
        }

        var name = _token.Kind == TokenKind.Identifier ? Spelled(_token).ToString() : throw Unexpected("the name of a tag");
        var offset = tag.Offset;
        Advance();
        return name switch
        {
            "if" or "unless" => ParseIf(name, offset),
            "case" => ParseCase(offset),
            "for" => ParseFor(offset),
            "tablerow" => ParseTableRow(offset),
            "capture" => ParseCapture(offset),
            "ifchanged" => ParseIfChanged(offset),
            "raw" => ParseRaw(offset),
            "comment" or "doc" => SkipComment(name, offset),
            "macro" => ParseMacro(offset),
            "liquid" => ParseLines(offset),
            _ => ParseSimpleTag(name, tag),
        };
    }

    private Statement? ParseSimpleTag(string name, in Piece tag)
    {
        var offset = tag.Offset;
        Statement statement = name switch
        {
            "assign" => ParseAssign(offset),
            "assert" => ParseAssert(offset),
            "echo" => new OutputStatement(_source, offset, ParseExpression()),
            "break" => ParseInterrupt(offset, Completion.Break),
            "continue" => ParseInterrupt(offset, Completion.Continue),
            "increment" => new CounterStatement(_source, offset, ExpectName("the name of a counter"), 1),
            "decrement" => new CounterStatement(_source, offset, ExpectName("the name of a counter"), -1),
            "cycle" => ParseCycle(offset),
            "include" => ParseInclude(offset, isIsolated: false),
            "render" => ParseInclude(offset, isIsolated: true),
            "from" => ParseImport(offset),
            _ => throw UnknownTag(name, offset),
        };
        ExpectClose();
        return statement;
    }

    private TemplateFailure UnknownTag(string name, int offset)
    {
        if (name is "else" or "elsif" or "when" || (name.StartsWith("end", StringComparison.Ordinal) && TagNames.Contains(name[3..])))
        {
            return FailureAt(offset, $"\"{name}\" {(_open.Count == 0 ? "has nothing to belong to" : $"does not belong to the open \"{_open[^1].Name}\"")}");
        }

        return FailureAt(offset, $"unknown tag \"{name}\"{TagHint(name)}");
    }

    private AssignStatement ParseAssign(int offset)
    {
        var name = ExpectVariable("the name of a variable");
        Expect(TokenKind.Assign, "\"=\"");
        return new AssignStatement(_source, offset, name, ParseExpression());
    }

    private AssertStatement ParseAssert(int offset)
    {
        var start = _token.Offset;
        var condition = ParseExpression();
        var spelled = _source.Text[start.._token.Offset].TrimEnd();
        return new AssertStatement(_source, offset, condition, spelled, Take(TokenKind.Comma) ? ParseExpression() : null);
    }

    private InterruptStatement ParseInterrupt(int offset, Completion completion) => new(_source, offset, completion);

    // From here to the end of the tag each line is a tag of its own.
    private Statement? ParseLines(int offset)
    {
        if (_lexer.InLines)
        {
            return ParseRestOfLine();
        }

        _lexer.Rewind(new Piece(PieceKind.Tag, _token.Offset, 0));
        _lexer.EnterLines();
        var statements = new List<Statement>();
        var piece = _lexer.NextPiece();
        while (piece.Kind == PieceKind.Tag && !session.HasTooManyErrors)
        {
            ParsePiece(piece, statements);
            piece = _lexer.NextPiece();
        }

        _lexer.LeaveLines();
        Advance();
        if (piece.Kind == PieceKind.EndOfText)
        {
            throw NeverClosed("liquid", offset);
        }

        Finish();
        return new BlockStatement(_source, offset, new Block([.. statements]));
    }

    // Among lines another "liquid" says nothing new: the tag behind it is the line's.
    private Statement? ParseRestOfLine()
    {
        if (_token.Kind == TokenKind.Close)
        {
            return null;
        }

        Enter();
        var statement = ParseTag(new Piece(PieceKind.Tag, _token.Offset, 0));
        Leave();
        return statement;
    }

    private MacroStatement? ParseMacro(int offset)
    {
        var name = "";
        var parameters = Attempt(() =>
        {
            name = ParseMacroName();
            return ParseParameters();
        });
        var body = ParseBlock(new OpenTag("macro", offset, ["endmacro"]));
        FinishBlock();
        if (parameters is null)
        {
            return null;
        }

        var macro = new MacroStatement(_source, offset, name, parameters, body);
        file.Macros.Add(macro);
        return null;
    }

    private string ParseMacroName()
    {
        var offset = _token.Offset;
        var name = ExpectName("the name of the macro");
        if (FunctionTable.Find(name) is not null)
        {
            throw FailureAt(offset, $"\"{name}\" is a function; give the macro another name");
        }

        session.AddMacro(name);
        return name;
    }

    private MacroParameter[] ParseParameters()
    {
        var parameters = new List<MacroParameter>();
        Expect(TokenKind.LeftParenthesis, "\"(\"");
        while (_token.Kind == TokenKind.Identifier)
        {
            var name = ExpectVariable("the name of a parameter");
            parameters.Add(new MacroParameter(name, Take(TokenKind.Assign) || Take(TokenKind.Colon) ? ParseFiltered() : null));
            if (!Take(TokenKind.Comma))
            {
                break;
            }
        }

        Expect(TokenKind.RightParenthesis, "\")\"");
        return [.. parameters];
    }
}
