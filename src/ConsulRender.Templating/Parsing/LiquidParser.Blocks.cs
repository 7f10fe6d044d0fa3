using ConsulRender.Templating.Nodes;
using Fluid.Values;

namespace ConsulRender.Templating.Parsing;

/// <summary>Tags with a body, and what to do when their ends do not fit.</summary>
internal sealed partial class LiquidParser
{
    // The tag at which the last block stopped; null when its end never came.
    private string? _stop;
    private int _stopOffset;

    private Block ParseBlock(OpenTag open)
    {
        Enter();
        _open.Add(open);
        var statements = new List<Statement>();
        _stop = null;
        while (!session.HasTooManyErrors)
        {
            var piece = _lexer.NextPiece();
            if (piece.Kind is PieceKind.EndOfText or PieceKind.EndOfLines)
            {
                session.Report(FailureAt(open.Offset, $"this \"{open.Name}\" is never closed; it needs {open.End}"));
                break;
            }

            if (piece.Kind == PieceKind.Tag && StopsAt(piece, open))
            {
                break;
            }

            ParsePiece(piece, statements);
        }

        _open.RemoveAt(_open.Count - 1);
        var block = new Block([.. statements], _depth);
        Leave();
        return block;
    }

    // Reads the tag's name; unless it ends something the lexer goes back to it.
    private bool StopsAt(in Piece tag, OpenTag open)
    {
        var state = _lexer.Mark();
        Advance();
        var name = _token.Kind == TokenKind.Identifier ? Spelled(_token).ToString() : "";
        if (open.Stops.Contains(name))
        {
            (_stop, _stopOffset) = (name, _token.Offset);
            Advance();
            return true;
        }

        // Go ends every block with the same word.
        if (name == "end")
        {
            session.Report(FailureAt(tag.Offset, $"unknown tag \"end\"; did you mean \"{open.End}\"?"));
            (_stop, _stopOffset) = (open.End, _token.Offset);
            Advance();
            return true;
        }

        // An end that belongs further out: this block was forgotten, and the outer one reads the tag again.
        if (name.StartsWith("end", StringComparison.Ordinal) && _open.Exists(outer => outer.End == name))
        {
            var before = $"before the {name} at {_source.PositionAt(tag.Offset)}";
            session.Report(FailureAt(open.Offset, $"this \"{open.Name}\" is never closed; it needs {open.End} {before}"));
            _lexer.Rewind(tag);
            return true;
        }

        _lexer.Return(state);
        return false;
    }

    private void FinishBlock()
    {
        if (_stop is null)
        {
            return;
        }

        Finish();
    }

    // Passes over the end of a tag that is done; what else stands in it is reported.
    private void Finish()
    {
        if (_token.Kind != TokenKind.Close)
        {
            Recover(Unexpected("the end of the tag"));
        }
    }

    private IfStatement ParseIf(string name, int offset)
    {
        var open = new OpenTag(name, offset, ["elsif", "else", "end" + name]);
        var condition = Attempt(ParseExpression);
        if (name == "unless" && condition is not null)
        {
            condition = new NotExpression(_source, condition.Offset, condition);
        }

        var branches = new List<Branch> { new(condition, ParseBlock(open)) };
        while (_stop is "elsif" or "else")
        {
            RefuseAfterElse(branches[^1].Condition is null && branches.Count > 1);
            condition = _stop == "elsif" ? Attempt(ParseExpression) : ParseElse();
            branches.Add(new Branch(condition, ParseBlock(open)));
        }

        FinishBlock();
        return new IfStatement(_source, offset, [.. branches]);
    }

    private Expression? ParseElse()
    {
        if (IsWord("if"))
        {
            Recover(FailureAt(_token.Offset, "expected the end of the tag, not \"if\"; did you mean \"elsif\"?"));
            return null;
        }

        Finish();
        return null;
    }

    private void RefuseAfterElse(bool isAfterElse)
    {
        if (isAfterElse)
        {
            session.Report(FailureAt(_stopOffset, $"\"{_stop}\" cannot come after \"else\""));
        }
    }

    private CaseStatement ParseCase(int offset)
    {
        var open = new OpenTag("case", offset, ["when", "else", "endcase"]);
        var subject = Attempt(ParseExpression) ?? new LiteralExpression(_source, offset, NilValue.Instance);

        // What stands before the first when is never written, as in Liquid.
        ParseBlock(open);
        var branches = new List<When>();
        while (_stop is "when" or "else")
        {
            var values = _stop == "when" ? Attempt(ParseWhen) ?? [] : null;
            if (values is null)
            {
                Finish();
            }

            branches.Add(new When(values, ParseBlock(open)));
        }

        FinishBlock();
        return new CaseStatement(_source, offset, subject, [.. branches]);
    }

    private Expression[] ParseWhen()
    {
        var values = new List<Expression> { ParseFiltered() };
        while (Take(TokenKind.Comma) || TakeWord("or"))
        {
            values.Add(ParseFiltered());
        }

        return [.. values];
    }

    private CaptureStatement? ParseCapture(int offset)
    {
        var name = Attempt(ParseCaptureName);
        var body = ParseBlock(new OpenTag("capture", offset, ["endcapture"]));
        FinishBlock();
        return name is null ? null : new CaptureStatement(_source, offset, name, body);
    }

    // Liquid allows quotes around the name.
    private string ParseCaptureName()
    {
        if (_token.Kind != TokenKind.Text)
        {
            return ExpectVariable("the name of a variable");
        }

        var name = session.Name(Spelled(_token)[1..^1]);
        Advance();
        return name;
    }

    private IfChangedStatement ParseIfChanged(int offset)
    {
        Attempt(() => true);
        var body = ParseBlock(new OpenTag("ifchanged", offset, ["endifchanged"]));
        FinishBlock();
        return new IfChangedStatement(_source, offset, body);
    }

    private TextStatement? ParseRaw(int offset)
    {
        ExpectClose();
        if (_lexer.ReadRaw("endraw") is not { } text)
        {
            throw NeverClosed("raw", offset);
        }

        return text.Length == 0 ? null : new TextStatement(_source, text.Offset, text.Length);
    }

    private Statement? SkipComment(string name, int offset)
    {
        // Comments explain, so what stands in their own tag is not looked at either.
        if (_token.Kind != TokenKind.Close)
        {
            _lexer.SkipToClose();
        }

        if (!_lexer.SkipComment(name, "end" + name))
        {
            throw NeverClosed(name, offset);
        }

        Advance();
        Finish();
        return null;
    }

    // Nothing is left to recover, so the token is set as if the tag had ended.
    private TemplateFailure NeverClosed(string name, int offset)
    {
        _token = new Token(TokenKind.Close, _source.Text.Length, 0);
        return FailureAt(offset, $"this \"{name}\" is never closed; it needs end{name}");
    }
}
