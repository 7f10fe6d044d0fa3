using System.Globalization;
using System.Text;
using ConsulRender.Consul;
using ConsulRender.Consul.Transport;
using ConsulRender.Consul.Watching;
using Xunit;

namespace ConsulRender.Tests.Consul.Transport;

public sealed class AnswerTokensTests
{
    private static readonly DatacenterScope Here = new(null, QueryScope.Own);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3000)]
    public async Task An_answer_of_any_length_is_taken_token_by_token(int count)
    {
        var prints = new CatalogPrints();
        var changed = await ReadAsync(prints, Nodes(count, _ => 1));

        Assert.Equal(count, changed.Count);
        Assert.Empty(await ReadAsync(prints, Nodes(count, _ => 1)));
    }

    [Fact]
    public async Task Of_a_long_list_just_the_items_that_changed_are_told()
    {
        var prints = new CatalogPrints();
        await ReadAsync(prints, Nodes(3000, _ => 1));

        Assert.Equal(["s17", "s2999"], (await ReadAsync(prints, Nodes(3000, number => number is 17 or 2999 ? 2 : 1))).Order());
    }

    [Fact]
    public async Task A_text_may_be_longer_than_the_first_buffer()
    {
        var meta = new string('x', 500_000);

        Assert.Equal(["s0", "s1"], (await ReadAsync(new CatalogPrints(), Nodes(2, _ => 1, meta))).Order());
    }

    [Fact]
    public async Task A_list_that_is_cut_off_changes_nothing()
    {
        var prints = new CatalogPrints();
        await ReadAsync(prints, Nodes(3000, _ => 1));
        var cut = Nodes(3000, _ => 2)[..400_000];
        await Assert.ThrowsAnyAsync<System.Text.Json.JsonException>(() => ReadAsync(prints, cut));

        Assert.Empty(await ReadAsync(prints, Nodes(3000, _ => 1)));
    }

    private static async Task<IReadOnlyCollection<string>> ReadAsync(CatalogPrints prints, string body)
    {
        using var content = new StreamContent(new MemoryStream(Encoding.UTF8.GetBytes(body)));
        var read = await AnswerTokens.ReadAsync(new CatalogDump(Here, prints), content, 1 << 24, TestContext.Current.CancellationToken);
        return (IReadOnlyCollection<string>)read!;
    }

    private static string Nodes(int count, Func<int, int> index, string meta = "") => $"[{string.Join(",\n", Enumerable.Range(0, count).Select(number =>
        string.Create(CultureInfo.InvariantCulture, $$"""
        {"ID":"","Node":"n{{number}}","Address":"10.0.0.1","TaggedAddresses":{"lan":"10.0.0.1"},"Meta":{"a":"{{meta}}"},
         "Services":[{"ID":"i{{number}}","Service":"s{{number}}","Tags":["a"],"Meta":{},"Weights":{"Passing":1},"ModifyIndex":{{index(number)}}}],"Checks":[]}
        """)))}]";
}
