using ConsulRender.Templating.Filters;
using ConsulRender.Templating.Functions;
using ConsulRender.Templating.Parsing;
using Xunit;

namespace ConsulRender.Tests.Templating;

/// <summary>Runs every example of the pages about templates, and holds the reference against the tables of the code.</summary>
public sealed class LanguageDocumentTests
{
    private static readonly string[] Pages = [LanguagePages.Language, LanguagePages.Reference, LanguagePages.ComingFrom];

    public static TheoryData<string, string> Blocks => [.. Pages.SelectMany(LanguagePages.Blocks)];

    public static TheoryData<string, string> Rows =>
        [.. LanguagePages.Rows(LanguagePages.Reference), .. LanguagePages.BothSpellings(LanguagePages.ComingFrom)];

    [Theory]
    [MemberData(nameof(Blocks))]
    public void An_example_of_a_page_gives_what_it_says(string template, string expected) =>
        Assert.Equal(expected, GoldenCase.Run(LanguagePages.Fixture, template));

    [Theory]
    [MemberData(nameof(Rows))]
    public void An_example_in_a_table_gives_what_the_row_says(string template, string expected) =>
        Assert.Equal(expected, GoldenCase.Run(LanguagePages.Fixture, template));

    [Fact]
    public void Every_block_of_liquid_has_its_outcome() =>
        Assert.Equal(Pages.Sum(page => page.Split("```liquid\n").Length - 1), Blocks.Count);

    [Fact]
    public void Every_row_of_the_reference_has_its_outcome()
    {
        var rows = LanguagePages.Reference.Split('\n').Count(line => line.StartsWith("| ", StringComparison.Ordinal) && line.Contains("{{", StringComparison.Ordinal));
        Assert.True(rows >= 150, $"only {rows} rows were found");
        Assert.True(LanguagePages.Rows(LanguagePages.Reference).Count >= rows, "a row has an example that is not found");
    }

    [Fact]
    public void Every_filter_function_and_tag_has_a_row_and_is_used_by_an_example()
    {
        var cells = LanguagePages.FirstCells(LanguagePages.Reference);
        var examples = string.Join('\n', LanguagePages.Blocks(LanguagePages.Reference).Concat(LanguagePages.Rows(LanguagePages.Reference)).Select(row => row.Data.Item1));
        Assert.All(FilterTable.Names, name => Assert.Matches($@"`{name}[`:]", cells));
        Assert.All(FilterTable.Names, name => Assert.Matches($@"\|\s*{name}\b", examples));
        Assert.All(FunctionTable.Names, name => Assert.Matches($@"`{name}[`(.]", cells));
        Assert.All(FunctionTable.Names, name => Assert.Matches($@"\b{name}\b", examples));
        Assert.All(LiquidParser.TagNames, name => Assert.Matches($@"`{{% {name}\b", cells));
        Assert.All(LiquidParser.TagNames, name => Assert.Matches($@"{{%-?\s*{name}\b", examples));
    }
}
