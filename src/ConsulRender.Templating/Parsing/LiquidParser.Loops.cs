using ConsulRender.Templating.Nodes;

namespace ConsulRender.Templating.Parsing;

/// <summary>Tags that go through lists: <c>for</c>, <c>tablerow</c> and <c>cycle</c>.</summary>
internal sealed partial class LiquidParser
{
    private ForStatement? ParseFor(int offset)
    {
        var open = new OpenTag("for", offset, ["else", "endfor"]);
        var header = Attempt(() => ParseLoopHeader(offset, isTable: false));
        var body = ParseBlock(open);
        var otherwise = Block.Empty;
        if (_stop == "else")
        {
            Finish();
            otherwise = ParseBlock(open with { Stops = ["endfor"] });
        }

        FinishBlock();
        return header is null ? null : new ForStatement(_source, header, body, otherwise);
    }

    private TableRowStatement? ParseTableRow(int offset)
    {
        var header = Attempt(() => ParseLoopHeader(offset, isTable: true));
        var body = ParseBlock(new OpenTag("tablerow", offset, ["endtablerow"]));
        FinishBlock();
        return header is null ? null : new TableRowStatement(_source, header, body);
    }

    private LoopHeader ParseLoopHeader(int offset, bool isTable)
    {
        var variable = ExpectVariable("the name of a loop variable");
        if (!TakeWord("in"))
        {
            throw Unexpected("\"in\"");
        }

        var start = _token.Offset;
        var list = ParseFiltered();
        var header = new LoopHeader(offset, variable, session.Name(isTable ? "tablerowloop" : "forloop"), list)
        {
            // A table neither goes on where a loop stopped nor the other way round.
            Progress = isTable ? null : session.Progress($"for {variable} in {_source.Text[start.._token.Offset].Trim()}"),
        };
        while (_token.Kind != TokenKind.Close)
        {
            Take(TokenKind.Comma);
            header = isTable ? ParseTableParameter(header) : ParseForParameter(header);
        }

        return header;
    }

    private LoopHeader ParseForParameter(LoopHeader header)
    {
        if (TakeWord("reversed"))
        {
            return header with { IsReversed = true };
        }

        if (TakeParameter("limit"))
        {
            return header with { Limit = ParseSum() };
        }

        if (!TakeParameter("offset"))
        {
            throw Unexpected("limit, offset or reversed");
        }

        if (!TakeWord("continue"))
        {
            return header with { Skip = ParseSum() };
        }

        header.Progress!.IsContinued = true;
        return header with { Continues = true };
    }

    private LoopHeader ParseTableParameter(LoopHeader header)
    {
        if (TakeParameter("cols"))
        {
            return header with { Columns = ParseSum() };
        }

        if (TakeParameter("limit"))
        {
            return header with { Limit = ParseSum() };
        }

        return TakeParameter("offset") ? header with { Skip = ParseSum() } : throw Unexpected("cols, limit or offset");
    }

    private bool TakeParameter(string name)
    {
        var isNext = TakeWord(name);
        if (isNext)
        {
            Expect(TokenKind.Colon, "\":\"");
        }

        return isNext;
    }

    private CycleStatement ParseCycle(int offset)
    {
        var start = _token.Offset;
        var first = ParseSum();
        var group = Take(TokenKind.Colon) ? first : null;
        var values = new List<Expression> { group is null ? first : ParseSum() };
        while (Take(TokenKind.Comma))
        {
            values.Add(ParseSum());
        }

        return new CycleStatement(_source, offset, group, _source.Text[start.._token.Offset].Trim(), [.. values]);
    }
}
