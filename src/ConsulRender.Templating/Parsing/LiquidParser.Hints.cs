using ConsulRender.Templating.Filters;
using ConsulRender.Templating.Functions;

namespace ConsulRender.Templating.Parsing;

/// <summary>What to write instead, for those who write what consul-template or another template language would understand.</summary>
internal sealed partial class LiquidParser
{
    // Only what stands where it cannot be gets here, so a hint never hides a meaning.
    private string Hint() => BackslashHint() is { Length: > 0 } hint ? hint : _token.Kind switch
    {
        TokenKind.Assign => "; \"==\" compares",
        TokenKind.Dot => "; there is no current item as in Go, a loop names its own: i.address",
        TokenKind.Pipe when _before.Kind == TokenKind.Pipe => "; did you mean \"or\"?",
        TokenKind.Unknown => SymbolHint(_source.Text[_token.Offset]),
        TokenKind.Text or TokenKind.Number or TokenKind.Identifier when _before.Kind == TokenKind.Identifier => WordHint(),
        _ => "",
    };

    private static string SymbolHint(char symbol) => symbol switch
    {
        '&' => "; did you mean \"and\"?",
        '!' => "; did you mean \"not\"?",
        '?' => "; the filter \"ternary\" chooses between two values",
        '\u201C' or '\u201D' or '\u201E' or '\u2018' or '\u2019' => "; text stands in straight quotes",
        _ => "",
    };

    // Two values behind each other are how Go's templates call a function.
    private string WordHint()
    {
        var word = Spelled(_before).ToString();
        if (FunctionLike(word) is { } function)
        {
            return $"; arguments stand in parentheses: {function}({Spelled(_token)})";
        }

        var tag = Suggestion.ForeignTag(word) ?? word;
        var isFirst = _source.Text.AsSpan(0, _before.Offset).TrimEnd("- \t\r\n").EndsWith(session.Delimiters.Left);
        return isFirst && TagNames.Contains(tag) ? $"; a tag stands in {{% %}}: {{% {tag} ... %}}" : "";
    }

    private string TagHint(string name)
    {
        if (Suggestion.ForeignTag(name) is { } tag)
        {
            return $"; did you mean \"{tag}\"?";
        }

        string[] known = [.. TagNames, "else", "elsif", "when", .. TagNames.Select(tag => "end" + tag)];
        return FunctionLike(name) is { } function
            ? $"; what is printed stands in {session.Delimiters.Left} {session.Delimiters.Right}: {session.Delimiters.Left} {function}(...) {session.Delimiters.Right}"
            : Suggestion.For(name, known);
    }

    private TemplateFailure UnknownFilter(string name, int offset)
    {
        var hint = FunctionLike(name) is { } function
            ? $"; \"{function}\" is a function: {function}(...)"
            : Suggestion.For(name, FilterTable.Names);
        return FailureAt(offset, $"unknown filter \"{name}\"{hint}");
    }

    // Behind the name of a filter a text or number can only be an argument whose colon was forgotten, as Go has none.
    private void RefuseArgumentWithoutColon(string name)
    {
        if (_token.Kind is TokenKind.Text or TokenKind.Number)
        {
            throw FailureAt(_token.Offset, $"the arguments of a filter stand behind a colon: {name}: {Spelled(_token)}");
        }
    }

    private static string? FunctionLike(string name) => Suggestion.Same(name, FunctionTable.Names);
}
