using ConsulRender.Timing;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ConsulRender.Tests.Engine.Timing;

public sealed class QuiescenceTests
{
    private static readonly QuiescencePeriod FiveToTwenty = new(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(20));

    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void Nothing_is_due_before_the_first_change()
    {
        var quiescence = new Quiescence(FiveToTwenty, _clock);
        _clock.Advance(TimeSpan.FromHours(1));

        Assert.False(quiescence.IsPending);
        Assert.Null(quiescence.RemainingAt(_clock.GetTimestamp()));
    }

    [Fact]
    public void A_change_is_due_after_the_minimum_of_quiet()
    {
        var quiescence = Touched();
        Assert.Equal(TimeSpan.FromSeconds(5), quiescence.RemainingAt(_clock.GetTimestamp()));

        _clock.Advance(TimeSpan.FromSeconds(4.9));
        Assert.Equal(TimeSpan.FromSeconds(0.1), quiescence.RemainingAt(_clock.GetTimestamp()));

        _clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(TimeSpan.Zero, quiescence.RemainingAt(_clock.GetTimestamp()));
    }

    [Fact]
    public void Another_change_starts_the_quiet_time_again()
    {
        var quiescence = Touched();
        _clock.Advance(TimeSpan.FromSeconds(4));
        quiescence.Touch(_clock.GetTimestamp());

        Assert.Equal(TimeSpan.FromSeconds(5), quiescence.RemainingAt(_clock.GetTimestamp()));
    }

    [Fact]
    public void Changes_that_never_stop_are_due_at_the_maximum_after_the_first()
    {
        var quiescence = Touched();
        for (var second = 0; second < 18; second++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            quiescence.Touch(_clock.GetTimestamp());
        }

        Assert.Equal(TimeSpan.FromSeconds(2), quiescence.RemainingAt(_clock.GetTimestamp()));
        _clock.Advance(TimeSpan.FromSeconds(2));
        quiescence.Touch(_clock.GetTimestamp());
        Assert.Equal(TimeSpan.Zero, quiescence.RemainingAt(_clock.GetTimestamp()));
    }

    [Fact]
    public void A_change_that_is_overdue_is_due_now_and_not_in_the_past()
    {
        var quiescence = Touched();
        _clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal(TimeSpan.Zero, quiescence.RemainingAt(_clock.GetTimestamp()));
    }

    [Fact]
    public void After_an_apply_the_next_change_has_the_whole_maximum_again()
    {
        var quiescence = Touched();
        _clock.Advance(TimeSpan.FromSeconds(19));
        quiescence.Clear();
        Assert.Null(quiescence.RemainingAt(_clock.GetTimestamp()));

        quiescence.Touch(_clock.GetTimestamp());
        _clock.Advance(TimeSpan.FromSeconds(4));
        quiescence.Touch(_clock.GetTimestamp());
        Assert.Equal(TimeSpan.FromSeconds(5), quiescence.RemainingAt(_clock.GetTimestamp()));
    }

    [Fact]
    public void Without_a_wait_a_change_is_due_at_once()
    {
        var quiescence = new Quiescence(QuiescencePeriod.None, _clock);
        quiescence.Touch(_clock.GetTimestamp());

        Assert.Equal(TimeSpan.Zero, quiescence.RemainingAt(_clock.GetTimestamp()));
    }

    private Quiescence Touched()
    {
        var quiescence = new Quiescence(FiveToTwenty, _clock);
        quiescence.Touch(_clock.GetTimestamp());
        return quiescence;
    }
}
