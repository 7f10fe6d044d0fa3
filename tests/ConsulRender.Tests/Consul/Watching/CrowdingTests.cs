using ConsulRender.Consul;
using ConsulRender.Consul.Watching;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ConsulRender.Tests.Consul.Watching;

public sealed class CrowdingTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly Crowding _crowding;

    public CrowdingTests() => _crowding = new Crowding(64, _clock);

    [Fact]
    public void Without_a_refusal_the_budget_stays_and_nothing_is_due()
    {
        Assert.False(_crowding.Update(0));
        Assert.Equal((64, null), (_crowding.Budget, _crowding.Remaining));
    }

    [Fact]
    public void A_refusal_halves_the_budget_for_ten_minutes()
    {
        Assert.True(_crowding.Update(1));
        Assert.Equal((32, TimeSpan.FromMinutes(10)), (_crowding.Budget, _crowding.Remaining));
        _clock.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromMilliseconds(1));
        Assert.False(_crowding.Update(1));
        _clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.True(_crowding.Update(1));
        Assert.Equal((64, null), (_crowding.Budget, _crowding.Remaining));
    }

    [Fact]
    public void Connections_that_are_refused_together_count_once()
    {
        _crowding.Update(1);
        _clock.Advance(TimeSpan.FromSeconds(4));

        Assert.False(_crowding.Update(30));
        Assert.Equal(32, _crowding.Budget);
    }

    [Fact]
    public void Refusals_that_go_on_halve_it_down_to_eight_and_each_begins_the_ten_minutes_anew()
    {
        for (var refused = 1; refused <= 9; refused++)
        {
            _crowding.Update(refused);
            _clock.Advance(TimeSpan.FromSeconds(5));
        }

        Assert.Equal(ConsulOptions.FewestConnections, _crowding.Budget);
        Assert.Equal(TimeSpan.FromMinutes(10) - TimeSpan.FromSeconds(5), _crowding.Remaining);
    }

    [Fact]
    public void A_budget_that_is_smaller_from_the_beginning_is_not_raised()
    {
        var small = new Crowding(4, _clock);
        small.Update(1);

        Assert.Equal(4, small.Budget);
    }
}
