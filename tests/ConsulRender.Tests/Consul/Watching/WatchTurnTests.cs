using ConsulRender.Consul.Watching;
using Xunit;

namespace ConsulRender.Tests.Consul.Watching;

public sealed class WatchTurnTests : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _callers = new(2);
    private readonly ConnectionBudget _places = new(1);
    private readonly WatchTurn _turn;

    public WatchTurnTests()
    {
        _turn = new WatchTurn(_places, _callers, _stop.Token);
        _turn.LetCall();
    }

    public void Dispose()
    {
        _turn.Dispose();
        _callers.Dispose();
        _stop.Dispose();
    }

    [Fact]
    public async Task A_question_after_a_ring_that_a_late_interruption_ended_is_asked_again()
    {
        await HeatAsync();
        var rung = _turn.NextAsync(hadNews: false).AsTask();
        Assert.Equal(0, _places.Taken);
        _turn.Interrupt();
        _turn.Bell.Ring();
        await Eventually.EndsAsync("the ring to be heard", rung);
        await _turn.EnterAsync();
        Assert.True(_turn.Interruption.IsCancellationRequested);
        _turn.Leave();

        Assert.True(_turn.TakeInterruption());
        await Eventually.EndsAsync("the next question", _turn.NextAsync(hadNews: false).AsTask());
        Assert.False(_turn.Interruption.IsCancellationRequested);
    }

    [Fact]
    public async Task A_watch_whose_place_is_needed_waits_for_a_ring_without_it()
    {
        await HeatAsync();
        _turn.Interrupt();
        Assert.True(_turn.TakeInterruption());
        var next = _turn.NextAsync(hadNews: false).AsTask();

        Assert.Equal(0, _places.Taken);
        Assert.False(next.IsCompleted);
        _turn.Bell.Ring();
        await Eventually.EndsAsync("the next question", next);
    }

    // Called once, it had news and holds the only place.
    private async Task HeatAsync()
    {
        _turn.Bell.Ring();
        await _turn.BeginAsync();
        await _turn.EnterAsync();
        _turn.Leave();
        Assert.True(await _turn.NextAsync(hadNews: true));
        Assert.Equal(1, _places.Taken);
    }
}
