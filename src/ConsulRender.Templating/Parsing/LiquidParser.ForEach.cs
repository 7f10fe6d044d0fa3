using ConsulRender.Templating.Nodes;

namespace ConsulRender.Templating.Parsing;

/// <summary>The expression of a <c>for_each</c>, which stands alone in the settings.</summary>
internal sealed partial class LiquidParser
{
    /// <summary>What goes through the items of a source that is one tag with an expression and nothing else; null when it is wrong, which is reported.</summary>
    internal LoopHeader? ParseItems()
    {
        var tag = _lexer.NextPiece();
        var list = Attempt(() =>
        {
            Advance();
            return ParseExpression();
        });
        var rest = _lexer.NextPiece();
        if (list is not null && rest.Kind != PieceKind.EndOfText)
        {
            session.Report(FailureAt(rest.Offset, "for_each takes one expression that gives a list, without braces around it"));
            return null;
        }

        return list is null ? null : new LoopHeader(tag.Offset, session.Name("item"), session.Name("forloop"), list);
    }
}
