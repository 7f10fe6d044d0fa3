using System.Text.RegularExpressions;
using ConsulRender.Tests.Docs;
using Xunit;

namespace ConsulRender.Tests.Templating;

/// <summary>The pages about templates, taken apart: their data, their examples with what these give, and the first cells of their tables.</summary>
internal static partial class LanguagePages
{
    private const string Cell = @"(?:[^|\\\n]|\\.)";

    internal static string Language { get; } = Document.Read("templating-language.md");

    internal static string Reference { get; } = Document.Read("templating-reference.md");

    internal static string ComingFrom { get; } = Document.Read("coming-from-consul-template.md");

    internal static string Fixture { get; } = FixtureBlock().Match(Language).Groups[1].Value;

    /// <summary>Blocks of liquid that are followed by a block of text.</summary>
    internal static TheoryData<string, string> Blocks(string page) =>
        [.. LiquidBlock().Matches(page).Select(match => new TheoryDataRow<string, string>(match.Groups[1].Value, match.Groups[2].Value))];

    /// <summary>Rows whose last two cells are an example and what it gives.</summary>
    internal static TheoryData<string, string> Rows(string page) => [.. ExampleRow().Matches(page).Select(Example)];

    /// <summary>Rows of both spellings: consul-template's, ours, what ours gives, and a note.</summary>
    internal static TheoryData<string, string> BothSpellings(string page) => [.. BothSpellingsRow().Matches(page).Select(Example)];

    /// <summary>What stands in the first cell of each row, such as <c>`append: t`, `prepend: t`</c>.</summary>
    internal static string FirstCells(string page) => string.Join('\n', FirstCell().Matches(page).Select(match => match.Groups[1].Value));

    private static TheoryDataRow<string, string> Example(Match row) => new(Unescaped(row.Groups["example"].Value), Unescaped(row.Groups["gives"].Value));

    // A bar inside a table is written with a backslash.
    private static string Unescaped(string cell) => cell.Replace(@"\|", "|", StringComparison.Ordinal);

    [GeneratedRegex("<!-- fixture -->\n```json\n(.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex FixtureBlock();

    [GeneratedRegex("```liquid\n(.*?)\n```\n+```text\n(.*?)\n?```", RegexOptions.Singleline)]
    private static partial Regex LiquidBlock();

    [GeneratedRegex($@"^\|(?:{Cell}*\|)+? `(?<example>{Cell}+)` \| `(?<gives>{Cell}*)` \|$", RegexOptions.Multiline)]
    private static partial Regex ExampleRow();

    [GeneratedRegex($@"^\| `{Cell}+` \| `(?<example>{Cell}+)` \| `(?<gives>{Cell}*)` \| {Cell}*\|$", RegexOptions.Multiline)]
    private static partial Regex BothSpellingsRow();

    [GeneratedRegex($@"^\| ({Cell}+?) \|", RegexOptions.Multiline)]
    private static partial Regex FirstCell();
}
