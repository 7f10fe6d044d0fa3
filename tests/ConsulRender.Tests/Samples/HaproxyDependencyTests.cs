using ConsulRender.Consul;
using ConsulRender.Consul.Dependencies;
using Xunit;

namespace ConsulRender.Tests.Samples;

/// <summary>What the templates ask Consul for, and that they do so before they have everything.</summary>
public sealed class HaproxyDependencyTests
{
    [Fact]
    public void An_agent_that_has_not_answered_leaves_the_file_incomplete_and_asks_for_everything_known_at_once()
    {
        using var rendering = HaproxySample.Parse(HaproxySample.External).Render(Snapshot.Empty);

        Assert.False(rendering.IsComplete);
        Assert.Equal(
            [new KeyValue("service/haproxy/maxconn"), new ServiceNames(), Instances("test-server")],
            rendering.Missing.Select(missing => missing.Dependency));
    }

    [Fact]
    public void Each_listened_service_is_asked_for_once_and_no_other()
    {
        EquatableList<ServiceName> names =
        [
            new("a", ["internal-listen-http-1000", "production", "staging"]), new("b", ["production"]), new("c", ["internal-listen-tcp-2000"]),
            new("c.d", ["internal-listen-http-3000"]),
        ];
        var snapshot = Snapshot.Empty
            .With(new Reading(new ServiceNames(), 1, names, DateTimeOffset.UnixEpoch))
            .With(new Reading(new KeyValue("service/haproxy/maxconn"), 1, "1", DateTimeOffset.UnixEpoch));

        using var rendering = HaproxySample.Parse(HaproxySample.Internal).Render(snapshot);

        Assert.Equal([Instances("a"), Instances("c"), Instances("c.d")], rendering.Missing.Select(missing => missing.Dependency));
    }

    [Fact]
    public void A_missing_connection_limit_keeps_the_file_waiting()
    {
        using var rendering = HaproxySample.Parse(HaproxySample.Internal).Render(HaproxySample.Load("""{ "services": {} }"""));

        var missing = Assert.Single(rendering.Missing);
        Assert.Equal(new KeyValue("service/haproxy/maxconn"), missing.Dependency);
        Assert.True(missing.IsAbsent);
        Assert.Equal("global.liquid", missing.Position.Template);
    }

    private static HealthyService Instances(string service) => new(service, PassingOnly: false);
}
