using ConsulRender.Timing;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ConsulRender.Tests.Engine.Timing;

public sealed class RetryDelayTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly RetryDelay _retry;

    public RetryDelayTests() => _retry = new RetryDelay(_clock);

    [Fact]
    public void Nothing_is_tried_again_before_something_failed() => Assert.Null(_retry.Remaining);

    [Fact]
    public void The_delay_doubles_from_10_seconds_up_to_10_minutes()
    {
        var delays = Enumerable.Range(0, 8).Select(_ => FailAndWait()).ToList();

        Assert.Equal([10, 20, 40, 80, 160, 320, 600, 600], delays);
    }

    [Fact]
    public void A_try_that_is_overdue_is_due_now()
    {
        _retry.MarkFailure();
        _clock.Advance(TimeSpan.FromDays(1));

        Assert.Equal(TimeSpan.Zero, _retry.Remaining);
    }

    [Fact]
    public void While_a_try_is_under_way_no_other_is_planned()
    {
        _retry.MarkFailure();
        _retry.Disarm();

        Assert.Null(_retry.Remaining);
    }

    [Fact]
    public void A_success_makes_the_next_delay_short_again()
    {
        FailAndWait();
        FailAndWait();
        _retry.MarkSuccess();
        Assert.Null(_retry.Remaining);

        Assert.Equal(10, FailAndWait());
    }

    private double FailAndWait()
    {
        _retry.MarkFailure();
        var delay = _retry.Remaining!.Value;
        _clock.Advance(delay);
        Assert.Equal(TimeSpan.Zero, _retry.Remaining);
        _retry.Disarm();
        return delay.TotalSeconds;
    }
}
