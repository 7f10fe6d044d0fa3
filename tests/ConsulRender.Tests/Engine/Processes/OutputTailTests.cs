using System.Text;
using ConsulRender.Processes;
using Xunit;

namespace ConsulRender.Tests.Engine.Processes;

public sealed class OutputTailTests
{
    [Fact]
    public async Task Short_output_is_kept_without_the_white_space_at_its_end() => Assert.Equal("one\ntwo", await TailAsync("one\ntwo\n\n"));

    [Fact]
    public async Task No_output_is_an_empty_text() => Assert.Equal("", await TailAsync(""));

    [Fact]
    public async Task Of_long_output_the_end_is_kept_and_the_cut_is_marked()
    {
        var tail = await TailAsync(new string('a', 100_000) + "the end\n");

        Assert.StartsWith("...aaa", tail, StringComparison.Ordinal);
        Assert.EndsWith("athe end", tail, StringComparison.Ordinal);
        Assert.InRange(tail.Length, 4000, 4200);
    }

    [Fact]
    public async Task A_cut_in_the_middle_of_a_character_leaves_no_broken_one()
    {
        var tail = await TailAsync("x" + new string('ä', 50_000) + "\n");

        Assert.DoesNotContain('\uFFFD', tail);
    }

    [Fact]
    public async Task Bytes_that_are_not_text_do_no_harm()
    {
        var tail = new OutputTail();
        using var stream = new MemoryStream([0xFF, 0xFE, (byte)'o', (byte)'k']);
        await tail.ReadAsync(stream, CancellationToken.None, TestContext.Current.CancellationToken);

        Assert.EndsWith("ok", tail.ToString(), StringComparison.Ordinal);
    }

    private static async Task<string> TailAsync(string output)
    {
        var tail = new OutputTail();
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(output));
        await tail.ReadAsync(stream, CancellationToken.None, TestContext.Current.CancellationToken);
        return tail.ToString();
    }
}
