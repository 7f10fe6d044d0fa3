using ConsulRender.Consul;
using Xunit;

namespace ConsulRender.Tests.Consul;

public sealed class BackoffTests
{
    [Theory]
    [InlineData(ConsulFailure.Unreachable, 250, 500, 1000, 2000)]
    [InlineData(ConsulFailure.Broken, 250, 500, 1000, 2000)]
    [InlineData(ConsulFailure.Busy, 1000, 2000, 4000, 8000)]
    [InlineData(ConsulFailure.Refused, 5000, 10000, 20000, 40000)]
    public void Each_failure_in_a_row_doubles_the_delay(ConsulFailure failure, int first, int second, int third, int fourth) =>
        Assert.Equal(new double[] { first, second, third, fourth }, Delays(failure, 4));

    [Theory]
    [InlineData(ConsulFailure.Unreachable)]
    [InlineData(ConsulFailure.Busy)]
    [InlineData(ConsulFailure.Refused)]
    public void The_delay_never_exceeds_a_minute_and_never_ends(ConsulFailure failure) =>
        Assert.All(Delays(failure, 2000).Skip(10), delay => Assert.Equal(60_000, delay));

    [Theory]
    [InlineData(0, 1000)]
    [InlineData(0.5, 750)]
    [InlineData(0.999999, 500)]
    public void Chance_shortens_the_delay_by_up_to_a_half(double chance, int expected) =>
        Assert.Equal(expected, Backoff.None.After(ConsulFailure.Busy).Delay(chance).TotalMilliseconds, 0.01);

    [Fact]
    public void Failures_of_two_kinds_that_alternate_are_asked_ever_more_seldom()
    {
        var backoff = Backoff.None.After(ConsulFailure.Unreachable).After(ConsulFailure.Broken).After(ConsulFailure.Unreachable);

        Assert.Equal(1000, backoff.Delay(0).TotalMilliseconds);
    }

    [Fact]
    public void Nothing_has_failed_at_first()
    {
        Assert.False(Backoff.None.IsFailing);
        Assert.True(Backoff.None.After(ConsulFailure.Broken).IsFailing);
    }

    private static List<double> Delays(ConsulFailure failure, int tries)
    {
        var delays = new List<double>();
        var backoff = Backoff.None;
        for (var attempt = 0; attempt < tries; attempt++)
        {
            backoff = backoff.After(failure);
            delays.Add(backoff.Delay(0).TotalMilliseconds);
        }

        return delays;
    }
}
