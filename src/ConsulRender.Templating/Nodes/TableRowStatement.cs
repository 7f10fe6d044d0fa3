using ConsulRender.Templating.Parsing;
using ConsulRender.Templating.Values;
using Fluid.Values;

namespace ConsulRender.Templating.Nodes;

/// <summary><c>tablerow</c>: the rows and cells of an HTML table, a cell for each item.</summary>
internal sealed class TableRowStatement(SourceText source, LoopHeader header, Block body) : Statement(source, header.Offset)
{
    internal LoopHeader Header => header;

    /// <summary>What each cell writes.</summary>
    internal Block Body => body;

    internal override Completion Execute(RenderState state)
    {
        var list = header.List.Evaluate(state);
        if (list is BaseNilValue)
        {
            return Completion.Normal;
        }

        var (items, start, length) = header.Select(list, state);
        var loop = new TableLoopValue(length, Columns(state) ?? length);
        state.Output.Write("<tr class=\"row1\">\n"u8);
        state.Scope.Push(header.LoopName, loop);
        var place = state.Scope.Push(header.Variable, NilValue.Instance);
        for (var round = 0; round < length; round++)
        {
            state.CountIteration(this);
            loop.MoveTo(round);
            state.Scope.Set(place, items[start + round]);
            if (WriteCell(loop, state) == Completion.Break)
            {
                break;
            }
        }

        state.Scope.Pop(2);
        state.Output.Write("</tr>\n"u8);
        return Completion.Normal;
    }

    internal override IEnumerable<Node> Children => [.. header.Children, .. body.Statements];

    private int? Columns(RenderState state)
    {
        var columns = LoopHeader.Whole(header.Columns, state);
        if (columns == 0)
        {
            header.Columns!.Fail("a table needs at least 1 column");
        }

        return columns;
    }

    private Completion WriteCell(TableLoopValue loop, RenderState state)
    {
        state.Output.Write("<td class=\"col"u8);
        state.Output.Write(loop.Column);
        state.Output.Write("\">"u8);
        var completion = body.Execute(state);
        state.Output.Write("</td>"u8);
        if (completion != Completion.Break && loop.EndsRow && !loop.IsLast)
        {
            state.Output.Write("</tr>\n<tr class=\"row"u8);
            state.Output.Write(loop.Row + 1);
            state.Output.Write("\">"u8);
        }

        return completion;
    }
}
