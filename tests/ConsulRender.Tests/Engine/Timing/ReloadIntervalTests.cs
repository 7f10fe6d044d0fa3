using ConsulRender.Timing;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ConsulRender.Tests.Engine.Timing;

public sealed class ReloadIntervalTests
{
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(10);

    private readonly FakeTimeProvider _clock = new();
    private readonly ReloadInterval _interval;

    public ReloadIntervalTests() => _interval = new(Least, _clock);

    [Fact]
    public void Before_the_first_reload_nothing_waits()
    {
        _interval.Begin();
        Assert.Equal(TimeSpan.Zero, Remaining());
    }

    [Fact]
    public void A_change_waits_for_the_rest_of_the_interval()
    {
        Reload();
        _clock.Advance(TimeSpan.FromSeconds(3));
        _interval.Begin();
        Assert.Equal(TimeSpan.FromSeconds(7), Remaining());

        _clock.Advance(TimeSpan.FromSeconds(8));
        Assert.Equal(TimeSpan.Zero, Remaining());
    }

    [Fact]
    public void A_reload_while_the_change_waits_does_not_make_it_wait_longer()
    {
        Reload();
        _interval.Begin();
        _clock.Advance(TimeSpan.FromSeconds(9));
        Reload();
        Assert.Equal(TimeSpan.FromSeconds(1), Remaining());

        _interval.Begin();
        Assert.Equal(Least, Remaining());
    }

    private TimeSpan Remaining() => _interval.RemainingAt(_clock.GetTimestamp());

    private void Reload() => _interval.MarkReload(_clock.GetTimestamp());
}
