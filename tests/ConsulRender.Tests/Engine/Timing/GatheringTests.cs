using ConsulRender.Timing;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ConsulRender.Tests.Engine.Timing;

public sealed class GatheringTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void Others_are_waited_for_as_long_as_the_pace_of_an_evaluation_and_no_longer()
    {
        var gathering = new Gathering(_clock);
        Assert.Null(gathering.RemainingAt(_clock.GetTimestamp()));
        Assert.True(gathering.WaitAt(_clock.GetTimestamp()));

        _clock.Advance(Pace.Longest / 2);
        Assert.True(gathering.WaitAt(_clock.GetTimestamp()));
        Assert.Equal(Pace.Longest / 2, gathering.RemainingAt(_clock.GetTimestamp()));

        _clock.Advance(Pace.Longest / 2);
        Assert.False(gathering.WaitAt(_clock.GetTimestamp()));
        Assert.Equal(TimeSpan.Zero, gathering.RemainingAt(_clock.GetTimestamp()));
    }

    [Fact]
    public void The_next_change_has_the_whole_time_again()
    {
        var gathering = new Gathering(_clock);
        gathering.WaitAt(_clock.GetTimestamp());
        _clock.Advance(Pace.Longest);
        gathering.Clear();

        Assert.True(gathering.WaitAt(_clock.GetTimestamp()));
    }
}
