using ConsulRender.Consul;
using ConsulRender.Consul.Transport;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ConsulRender.Tests.Consul.Transport;

/// <summary>How many watches share a connection; none is opened here.</summary>
public sealed class LaneTests : IDisposable
{
    private static readonly TimeSpan Hold = TimeSpan.FromMinutes(5);

    private readonly FakeTimeProvider _clock = new();
    private readonly Lanes _lanes;

    public LaneTests() => _lanes = Make("https://127.0.0.1:1");

    public void Dispose() => _lanes.Dispose();

    [Fact]
    public void Two_hundred_watches_share_a_connection()
    {
        var lanes = Rent(_lanes, 401).ToList();

        Assert.Equal([200, 200, 1], lanes.GroupBy(lane => lane).Select(lane => lane.Count()));
    }

    /// <summary>Such as when sixty services get other names at the same time.</summary>
    [Fact]
    public void A_place_is_free_only_when_the_agent_must_have_done_with_its_question()
    {
        var first = Rent(_lanes, 200).Distinct().Single();
        for (var gone = 0; gone < 60; gone++)
        {
            first.GiveBack(Hold);
        }

        Assert.All(Rent(_lanes, 60), lane => Assert.NotSame(first, lane));
        _clock.Advance(Hold - TimeSpan.FromSeconds(1));
        Assert.NotSame(first, _lanes.Rent());
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.All(Rent(_lanes, 60), lane => Assert.Same(first, lane));
        Assert.NotSame(first, _lanes.Rent());
    }

    [Fact]
    public void Without_TLS_all_watches_use_the_connections_of_one_lane()
    {
        using var lanes = Make("http://127.0.0.1:1");
        var first = Rent(lanes, 1000).Distinct().Single();
        first.GiveBack(Hold);

        Assert.Same(first, lanes.Rent());
    }

    private static IEnumerable<Lane> Rent(Lanes lanes, int count) => [.. Enumerable.Range(0, count).Select(_ => lanes.Rent())];

    private Lanes Make(string address) => new(new ConsulOptions { Address = new Uri(address) }, _clock, handler: null);
}
