using ConsulRender.Consul.Watching;
using Xunit;

namespace ConsulRender.Tests.Consul.Watching;

public sealed class WatchTurnTests : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ConnectionBudget _budget = new(1);
    private readonly SemaphoreSlim _callers = new(1);

    public void Dispose()
    {
        _callers.Dispose();
        _stop.Dispose();
    }

    [Fact]
    public async Task A_watch_that_nobody_calls_blocks_by_itself_and_holds_a_place_until_it_ends()
    {
        using (var turn = Turn())
        {
            await turn.BeginAsync();
            await turn.EnterAsync();

            Assert.True(await turn.NextAsync(hadNews: false));
            Assert.Equal(1, _budget.Taken);
        }

        Assert.Equal(0, _budget.Taken);
    }

    [Fact]
    public async Task A_watch_that_is_called_waits_for_its_first_ring_and_for_each_next_one()
    {
        using var turn = Called();
        var begun = turn.BeginAsync().AsTask();
        Assert.False(begun.IsCompleted);
        turn.Bell.Ring();
        await Eventually.EndsAsync("the first turn", begun);

        var next = turn.NextAsync(hadNews: false).AsTask();
        Assert.False(next.IsCompleted);
        turn.Bell.Ring();
        Assert.False(await next.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_ring_while_the_watch_asks_is_kept()
    {
        using var turn = Called();
        turn.Bell.Ring();
        await turn.BeginAsync();
        turn.Bell.Ring();

        Assert.True(turn.NextAsync(hadNews: false).AsTask().IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Who_found_news_takes_a_free_place_and_gives_it_back_after_a_wait_without_news()
    {
        using var turn = Called();
        Assert.True(await turn.NextAsync(hadNews: true));
        Assert.True(await turn.NextAsync(hadNews: true));
        Assert.Equal(1, _budget.Taken);

        Assert.False(turn.NextAsync(hadNews: false).AsTask().IsCompleted);
        Assert.Equal(0, _budget.Taken);
    }

    [Fact]
    public async Task Without_a_free_place_even_news_lead_back_to_the_bell()
    {
        using var first = Called();
        using var second = Called();
        Assert.True(await first.NextAsync(hadNews: true));

        Assert.False(second.NextAsync(hadNews: true).AsTask().IsCompleted);
    }

    [Fact]
    public async Task Just_as_many_as_may_ask_after_a_ring_at_once()
    {
        using var first = Called();
        using var second = Called();
        await first.EnterAsync();
        var waiting = second.EnterAsync().AsTask();
        Assert.False(waiting.IsCompleted);
        first.Leave();

        await Eventually.EndsAsync("the turn of the second", waiting);
    }

    [Fact]
    public async Task A_watch_that_may_block_again_is_called_once_more_so_that_it_starts()
    {
        using var turn = Called();
        var next = turn.NextAsync(hadNews: false).AsTask();
        turn.LetBlock();

        Assert.False(await next.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken));
        Assert.True(await turn.NextAsync(hadNews: false));
    }

    [Fact]
    public async Task An_interrupted_watch_gives_its_place_back_and_waits_for_its_bell()
    {
        using var turn = Turn();
        await turn.EnterAsync();
        turn.LetCall();
        turn.Interrupt();
        Assert.True(turn.Interruption.IsCancellationRequested);
        Assert.True(turn.TakeInterruption());
        Assert.False(turn.Interruption.IsCancellationRequested);

        Assert.False(turn.NextAsync(hadNews: false).AsTask().IsCompleted);
        Assert.Equal(0, _budget.Taken);
    }

    /// <summary>The place was given back between the decision to interrupt and the interruption, which then met a question for a ring.</summary>
    [Fact]
    public async Task A_question_for_a_ring_that_was_interrupted_is_asked_again()
    {
        using var turn = Called();
        turn.Interrupt();
        Assert.True(turn.TakeInterruption());

        Assert.False(await turn.NextAsync(hadNews: false).AsTask().WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_stop_ends_every_wait_and_is_no_interruption()
    {
        using var turn = Called();
        var next = turn.NextAsync(hadNews: false).AsTask();
        await _stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
        Assert.False(turn.TakeInterruption());
    }

    private WatchTurn Turn() => new(_budget, _callers, _stop.Token);

    private WatchTurn Called()
    {
        var turn = Turn();
        turn.LetCall();
        return turn;
    }
}
