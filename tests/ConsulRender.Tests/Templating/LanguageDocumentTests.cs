using System.Text.RegularExpressions;
using Xunit;

namespace ConsulRender.Tests.Templating;

/// <summary>Runs every example of docs/templating-language.md.</summary>
public sealed partial class LanguageDocumentTests
{
    private static readonly string Document = File.ReadAllText(Path.Combine(Repository.Root, "docs", "templating-language.md")).ReplaceLineEndings("\n");
    private static readonly string Fixture = FixtureBlock().Match(Document).Groups[1].Value;

    public static TheoryData<string, string> Blocks =>
        [.. LiquidBlock().Matches(Document).Select(match => new TheoryDataRow<string, string>(match.Groups[1].Value, match.Groups[2].Value))];

    public static TheoryData<string, string> Rows =>
        [.. TableRow().Matches(Document).Select(match => new TheoryDataRow<string, string>(Unescaped(match.Groups[1].Value), match.Groups[2].Value))];

    [Theory]
    [MemberData(nameof(Blocks))]
    public void An_example_of_the_document_gives_what_it_says(string template, string expected) =>
        Assert.Equal(expected, GoldenCase.Run(Fixture, template));

    [Theory]
    [MemberData(nameof(Rows))]
    public void An_example_in_a_table_gives_what_the_row_says(string template, string expected) =>
        Assert.Equal(expected, GoldenCase.Run(Fixture, template));

    [Fact]
    public void Every_block_of_liquid_has_its_outcome_and_every_filter_its_row()
    {
        Assert.Equal(Document.Split("```liquid\n").Length - 1, Blocks.Count);
        Assert.All(ConsulRender.Templating.Filters.FilterTable.Names, name => Assert.Contains($"`{name}", Document, StringComparison.Ordinal));
        Assert.All(ConsulRender.Templating.Functions.FunctionTable.Names, name => Assert.Contains($"`{name}", Document, StringComparison.Ordinal));
        Assert.True(Rows.Count >= 30, $"only {Rows.Count} rows were found");
    }

    // A bar inside a table is written with a backslash.
    private static string Unescaped(string cell) => cell.Replace(@"\|", "|", StringComparison.Ordinal);

    [GeneratedRegex("<!-- fixture -->\n```json\n(.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex FixtureBlock();

    [GeneratedRegex("```liquid\n(.*?)\n```\n+```text\n(.*?)\n?```", RegexOptions.Singleline)]
    private static partial Regex LiquidBlock();

    // | filter | `example` | `gives` |
    [GeneratedRegex(@"^\|[^\n]*? \| `(\S[^\n]*?[^\\])` \| `([^\n]*)` \|$", RegexOptions.Multiline)]
    private static partial Regex TableRow();
}
