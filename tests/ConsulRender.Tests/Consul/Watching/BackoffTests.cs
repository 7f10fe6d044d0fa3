using ConsulRender.Consul;
using ConsulRender.Consul.Watching;
using Xunit;

namespace ConsulRender.Tests.Consul.Watching;

public sealed class BackoffTests
{
    private static readonly RetryOptions Default = new();

    [Theory]
    [InlineData(ConsulFailure.Unreachable, 250, 500, 1000, 2000)]
    [InlineData(ConsulFailure.Broken, 250, 500, 1000, 2000)]
    [InlineData(ConsulFailure.Busy, 1000, 2000, 4000, 8000)]
    [InlineData(ConsulFailure.Refused, 5000, 10000, 20000, 40000)]
    public void Each_failure_in_a_row_doubles_the_delay(ConsulFailure failure, int first, int second, int third, int fourth) =>
        Assert.Equal(new double[] { first, second, third, fourth }, Delays(Default, failure, 4));

    [Theory]
    [InlineData(ConsulFailure.Unreachable)]
    [InlineData(ConsulFailure.Busy)]
    [InlineData(ConsulFailure.Refused)]
    public void The_delay_never_exceeds_a_minute_and_never_ends(ConsulFailure failure) =>
        Assert.All(Delays(Default, failure, 2000).Skip(10), delay => Assert.Equal(60_000, delay));

    [Theory]
    [InlineData(0, 1000)]
    [InlineData(0.5, 750)]
    [InlineData(0.999999, 500)]
    public void Chance_shortens_the_delay_by_up_to_a_half(double chance, int expected) =>
        Assert.Equal(expected, Backoff.None.After(ConsulFailure.Busy).Delay(Default, chance).TotalMilliseconds, 0.01);

    /// <summary>The first and the longest pause, the kind, and the pauses that follow, all in milliseconds.</summary>
    [Theory]
    [InlineData(100, 1000, ConsulFailure.Unreachable, 100, 200, 400, 800, 1000, 1000)]
    [InlineData(100, 1500, ConsulFailure.Busy, 1000, 1500, 1500, 1500, 1500, 1500)]
    [InlineData(100, 300, ConsulFailure.Refused, 300, 300, 300, 300, 300, 300)]
    [InlineData(2000, 60_000, ConsulFailure.Busy, 2000, 4000, 8000, 16_000, 32_000, 60_000)]
    [InlineData(7000, 60_000, ConsulFailure.Refused, 7000, 14_000, 28_000, 56_000, 60_000, 60_000)]
    [InlineData(600_000, 1_200_000, ConsulFailure.Broken, 600_000, 1_200_000, 1_200_000, 1_200_000, 1_200_000, 1_200_000)]
    public void The_first_and_the_longest_pause_can_be_set(int first, int longest, ConsulFailure failure, params int[] pauses) =>
        Assert.Equal(
            pauses.Select(pause => (double)pause),
            Delays(new() { Backoff = TimeSpan.FromMilliseconds(first), MaxBackoff = TimeSpan.FromMilliseconds(longest) }, failure, pauses.Length));

    /// <summary>The shortest and the longest that settings allow: no number of failures may be more than can be reckoned with.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(10 * TimeSpan.TicksPerMinute)]
    public void However_often_it_failed_the_pause_is_the_longest(long ticks) =>
        Assert.Equal(50_000, Delays(new() { Backoff = TimeSpan.FromTicks(ticks), MaxBackoff = TimeSpan.FromSeconds(50) }, ConsulFailure.Broken, 2000)[^1]);

    [Fact]
    public void Failures_of_two_kinds_that_alternate_are_asked_ever_more_seldom()
    {
        var backoff = Backoff.None.After(ConsulFailure.Unreachable).After(ConsulFailure.Broken).After(ConsulFailure.Unreachable);

        Assert.Equal(1000, backoff.Delay(Default, 0).TotalMilliseconds);
    }

    [Fact]
    public void Nothing_has_failed_at_first()
    {
        Assert.False(Backoff.None.IsFailing);
        Assert.True(Backoff.None.After(ConsulFailure.Broken).IsFailing);
    }

    private static List<double> Delays(RetryOptions retry, ConsulFailure failure, int tries)
    {
        var delays = new List<double>();
        var backoff = Backoff.None;
        for (var attempt = 0; attempt < tries; attempt++)
        {
            backoff = backoff.After(failure);
            delays.Add(backoff.Delay(retry, 0).TotalMilliseconds);
        }

        return delays;
    }
}
