using ConsulRender.Templating.Nodes;

namespace ConsulRender.Templating.Parsing;

/// <summary>Tags that use other files: <c>include</c>, <c>render</c> and <c>from</c>.</summary>
internal sealed partial class LiquidParser
{
    private IncludeStatement ParseInclude(int offset, bool isIsolated)
    {
        var (partial, name) = ParsePartial(offset, isIsolated ? "render" : "include");
        var header = ParseSubject(new IncludeHeader(offset, isIsolated, session.Name("forloop"), []), AliasOf(name));
        Take(TokenKind.Comma);
        var parameters = new List<NamedExpression>();
        while (_token.Kind == TokenKind.Identifier)
        {
            var place = _token.Offset;
            var parameter = ExpectVariable("the name of a parameter");
            Expect(TokenKind.Colon, "\":\"");
            parameters.Add(new NamedExpression(parameter, place, ParseFiltered()));
            if (!Take(TokenKind.Comma))
            {
                break;
            }
        }

        return new IncludeStatement(_source, header with { Parameters = [.. parameters] }, partial);
    }

    private (LiquidFile File, string Name) ParsePartial(int offset, string tag)
    {
        RefuseDenied("tag", tag, offset);
        if (_token.Kind != TokenKind.Text)
        {
            throw _token.Kind == TokenKind.Identifier
                ? FailureAt(_token.Offset, $"\"{tag}\" needs the partial's name in quotes, because partials are read before rendering")
                : Unexpected("the name of a partial in quotes");
        }

        var token = _token;
        var name = Spelled(token)[1..^1].ToString();
        var partial = FindPartial(name, token.Offset, offset) ?? throw FailureAt(token.Offset, $"there is no partial \"{name}\"");
        Advance();
        return (partial, name);
    }

    private LiquidFile? FindPartial(string name, int place, int tag)
    {
        try
        {
            return session.FindPartial(name, _source, tag);
        }
        catch (PartialException exception)
        {
            throw FailureAt(place, $"the partial \"{name}\" may not be used: {exception.Message}");
        }
    }

    private IncludeHeader ParseSubject(IncludeHeader header, string alias)
    {
        var isFor = IsWord("for");
        if ((isFor || IsWord("with")) && !_lexer.NextIs(':'))
        {
            Advance();
            session.Bind(alias);
            header = header with { Subject = ParseFiltered(), Alias = alias, IsEach = isFor || !header.IsIsolated };
            if (TakeWord("as"))
            {
                header = header with { Alias = ExpectVariable("a name") };
            }
        }

        return header;
    }

    // Without `as` the partial sees the value under its own name, without folder and ending.
    private string AliasOf(string partial) => session.Name(Path.GetFileNameWithoutExtension(partial.AsSpan()));

    private ImportStatement ParseImport(int offset)
    {
        var (partial, name) = ParsePartial(offset, "from");
        if (!TakeWord("import"))
        {
            throw Unexpected("\"import\"");
        }

        var names = new List<ImportedName>();
        do
        {
            var place = _token.Offset;
            var imported = ExpectName("the name of a macro");
            if (!partial.Macros.Exists(macro => macro.Name == imported))
            {
                var suggestion = Suggestion.For(imported, partial.Macros.Select(macro => macro.Name));
                throw FailureAt(place, $"\"{name}\" has no macro \"{imported}\"{suggestion}");
            }

            var alias = TakeWord("as") ? ExpectVariable("a name") : imported;
            session.AddMacro(alias);
            names.Add(new ImportedName(imported, alias));
        }
        while (Take(TokenKind.Comma));
        return new ImportStatement(_source, offset, partial, [.. names]);
    }
}
