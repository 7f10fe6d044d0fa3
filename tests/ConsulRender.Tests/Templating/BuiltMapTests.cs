using System.Globalization;
using ConsulRender.Templating.Values;
using Xunit;

namespace ConsulRender.Tests.Templating;

#pragma warning disable CA5394 // The same numbers every time, not secret ones.

public sealed class BuiltMapTests
{
    [Theory(Timeout = 20_000)]
    [InlineData(1, 50)]
    [InlineData(2, 5_000)]
    public async Task A_map_holds_what_was_set_and_not_unset_in_the_order_of_its_keys(int seed, int keys)
    {
        await Task.Yield();
        var random = new Random(seed);
        var expected = new SortedDictionary<string, decimal>(StringComparer.Ordinal);
        var map = BuiltMapValue.Empty;
        for (var round = 0; round < 20_000; round++)
        {
            var key = random.Next(keys).ToString(CultureInfo.InvariantCulture);
            if (random.Next(3) == 0)
            {
                expected.Remove(key);
                map = map.Without(key);
            }
            else
            {
                expected[key] = round;
                map = map.With(key, Numbers.Of(round));
            }
        }

        Assert.Equal(expected.Select(entry => (entry.Key, entry.Value)), map.Entries.Select(entry => (entry.Key, entry.Value.ToNumberValue())));
        Assert.Equal(expected.Count, map.Count);
        Assert.All(expected, entry => Assert.Equal(entry.Value, map.Find(entry.Key)?.ToNumberValue()));
        Assert.Equal(new ValueSize(1, expected.Count + 1), map.Size);
    }

    [Fact]
    public void A_map_is_not_changed_by_setting_and_unsetting()
    {
        var first = BuiltMapValue.Empty.With("a", Numbers.Of(1)).With("b", Numbers.Of(2));
        _ = first.With("a", Numbers.Of(3)).With("c", Numbers.Of(4)).Without("b");
        Assert.Equal("""{"a":1,"b":2}""", JsonText.Of(first));
    }

    [Fact(Timeout = 20_000)]
    public async Task Keys_in_order_do_not_make_a_map_slow()
    {
        await Task.Yield();
        var map = BuiltMapValue.Empty;
        for (var key = 0; key < 100_000; key++)
        {
            map = map.With(key.ToString("D6", CultureInfo.InvariantCulture), Numbers.Of(key));
        }

        Assert.Equal(99_999, map.Find("099999")?.ToNumberValue());
    }
}
