using Xunit;

namespace ConsulRender.Tests.Samples;

/// <summary>The article's running example gives the article's files.</summary>
public sealed class HaproxyGoldenTests
{
    [Theory]
    [InlineData(HaproxySample.Internal)]
    [InlineData(HaproxySample.External)]
    public void The_articles_example_gives_the_articles_file_line_for_line(string file)
    {
        var lines = HaproxySample.Parse(file).RenderLines(HaproxySample.Fixture());

        Assert.Equal(HaproxySample.Golden(file), lines);
        Assert.Empty(ConfigurationRules.Violations(lines));
    }

    [Theory]
    [InlineData(HaproxySample.Internal)]
    [InlineData(HaproxySample.External)]
    public void The_file_has_no_two_blank_lines_in_a_row_and_ends_with_one_newline(string file)
    {
        var text = HaproxySample.Parse(file).RenderText(HaproxySample.Fixture());

        Assert.DoesNotContain("\n\n\n", text, StringComparison.Ordinal);
        Assert.StartsWith("global\n", text, StringComparison.Ordinal);
        Assert.EndsWith("1\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain(" \n", text, StringComparison.Ordinal);
    }
}
