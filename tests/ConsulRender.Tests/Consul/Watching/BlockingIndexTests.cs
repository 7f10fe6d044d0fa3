using ConsulRender.Consul.Watching;
using Xunit;

namespace ConsulRender.Tests.Consul.Watching;

public sealed class BlockingIndexTests
{
    private static BlockingIndex At42 => BlockingIndex.Start.After(42, beforeWaitEnded: true);

    [Fact]
    public void The_first_query_sends_no_index_and_every_answer_to_it_is_used()
    {
        Assert.Equal(0ul, BlockingIndex.Start.Value);
        Assert.Equal((42ul, IndexMove.News), (At42.Value, At42.Move));
    }

    [Fact]
    public void A_higher_index_is_news_and_sent_next() =>
        Assert.Equal((43ul, IndexMove.News), Next(43, beforeWaitEnded: true));

    [Fact]
    public void An_index_that_goes_backwards_starts_again_from_zero() =>
        Assert.Equal((0ul, IndexMove.Backwards), Next(41, beforeWaitEnded: true));

    [Fact]
    public void After_that_a_low_index_is_taken_as_it_comes()
    {
        var after = At42.After(7, beforeWaitEnded: true).After(7, beforeWaitEnded: true);

        Assert.Equal((7ul, IndexMove.News), (after.Value, after.Move));
    }

    [Fact]
    public void An_index_of_zero_means_no_blocking_and_the_data_are_used() =>
        Assert.Equal((0ul, IndexMove.News), Next(0, beforeWaitEnded: true));

    [Fact]
    public void The_same_index_at_the_end_of_the_wait_is_kept() =>
        Assert.Equal((42ul, IndexMove.Unchanged), Next(42, beforeWaitEnded: false));

    [Fact]
    public void The_same_index_before_the_end_of_the_wait_is_read_again_without_index() =>
        Assert.Equal((0ul, IndexMove.Unchanged), Next(42, beforeWaitEnded: true));

    [Fact]
    public void The_largest_index_is_an_index() =>
        Assert.Equal((ulong.MaxValue, IndexMove.News), Next(ulong.MaxValue, beforeWaitEnded: true));

    private static (ulong Value, IndexMove Move) Next(ulong answered, bool beforeWaitEnded)
    {
        var next = At42.After(answered, beforeWaitEnded);
        return (next.Value, next.Move);
    }
}
