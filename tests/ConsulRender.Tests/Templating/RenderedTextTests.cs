using System.Text;
using ConsulRender.Consul;
using ConsulRender.Templating;
using ConsulRender.Templating.Nodes;
using Xunit;

namespace ConsulRender.Tests.Templating;

public sealed class RenderedTextTests
{
    [Theory]
    [InlineData("a", 1)]
    [InlineData("é", 4_095)]
    [InlineData("🚀", 70_001)]
    [InlineData("aé🚀€\n", 300_000)]
    public void Text_of_any_length_comes_out_whole_in_growing_blocks(string unit, int times)
    {
        var expected = string.Concat(Enumerable.Repeat(unit, times));
        var output = new Utf8Output(new RenderBudget(new TemplateLimits(), TimeProvider.System));
        for (var at = 0; at < expected.Length;)
        {
            var end = Math.Min(expected.Length, at + 999 + (at % 3));
            end -= end < expected.Length && char.IsLowSurrogate(expected[end]) ? 1 : 0;
            output.Write(expected.AsSpan(at, end - at));
            at = end;
        }

        using var text = output.Detach();
        Assert.Equal(expected, text.ToString());
        Assert.Equal(Encoding.UTF8.GetByteCount(expected), text.Length);
        Assert.Equal(Encoding.UTF8.GetBytes(expected), text.Pieces.SelectMany(piece => piece.ToArray()));
    }

    [Fact]
    public void Bytes_and_numbers_cross_the_borders_of_blocks()
    {
        var output = new Utf8Output(new RenderBudget(new TemplateLimits(), TimeProvider.System));
        var expected = new StringBuilder();
        for (var number = 0; number < 5_000; number++)
        {
            output.Write(", "u8);
            output.Write(number * 1_000_003L);
            expected.Append(", ").Append(number * 1_000_003L);
        }

        using var text = output.Detach();
        Assert.Equal(expected.ToString(), text.ToString());
    }

    [Theory]
    [InlineData("", true)]
    [InlineData(" \t\r\n", true)]
    [InlineData("\n\n x", false)]
    public void Only_white_space_is_blank(string template, bool isBlank)
    {
        using var rendering = Template.Parse(new TemplateSource("t", template), new TemplateOptions()).Render(Snapshot.Empty);
        Assert.Equal(isBlank, rendering.Text.IsBlank);
    }

    [Fact]
    public void After_disposal_the_blocks_are_gone()
    {
        var rendering = Template.Parse(new TemplateSource("t", "text"), new TemplateOptions()).Render(Snapshot.Empty);
        rendering.Dispose();
        rendering.Dispose();
        Assert.Empty(rendering.Text.Pieces);
    }
}
