using ConsulRender.Consul;
using ConsulRender.Consul.Dependencies;
using Xunit;

namespace ConsulRender.Tests.Consul;

public sealed class SnapshotTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_time_is_when_the_newest_reading_arrived()
    {
        Assert.Equal(DateTimeOffset.UnixEpoch, Snapshot.Empty.Time);
        Assert.Equal(Noon, Snapshot.Empty.At(Noon).Time);

        var later = Snapshot.Empty.At(Noon).With(new Reading(new KeyValue("a"), 1, "1", Noon.AddHours(1)));
        Assert.Equal(Noon.AddHours(1), later.Time);
        Assert.Equal(Noon.AddHours(1), later.Keep(new HashSet<Dependency>()).Time);
    }
}
