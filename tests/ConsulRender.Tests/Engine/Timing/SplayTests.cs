using ConsulRender.Timing;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ConsulRender.Tests.Engine.Timing;

public sealed class SplayTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void Without_a_splay_nothing_is_put_off()
    {
        var splay = new Splay(TimeSpan.Zero, _clock);

        Assert.False(splay.IsUndrawn);
        Assert.Null(splay.RemainingAt(_clock.GetTimestamp()));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.25)]
    [InlineData(1)]
    public void A_change_is_put_off_by_the_fraction_of_the_longest_time(double fraction)
    {
        var splay = new Splay(TimeSpan.FromSeconds(8), _clock);
        Assert.True(splay.IsUndrawn);
        splay.Draw(_clock.GetTimestamp(), fraction);

        Assert.False(splay.IsUndrawn);
        Assert.Equal(TimeSpan.FromSeconds(8 * fraction), splay.RemainingAt(_clock.GetTimestamp()));
        _clock.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(TimeSpan.Zero, splay.RemainingAt(_clock.GetTimestamp()));
    }

    [Fact]
    public void The_next_change_is_put_off_anew()
    {
        var splay = new Splay(TimeSpan.FromSeconds(8), _clock);
        splay.Draw(_clock.GetTimestamp(), 0.5);
        splay.Clear();

        Assert.True(splay.IsUndrawn);
        Assert.Null(splay.RemainingAt(_clock.GetTimestamp()));
    }
}
