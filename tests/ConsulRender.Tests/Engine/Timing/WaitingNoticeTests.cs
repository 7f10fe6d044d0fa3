using ConsulRender.Conditions;
using ConsulRender.Consul;
using ConsulRender.Consul.Dependencies;
using ConsulRender.Templating;
using ConsulRender.Timing;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ConsulRender.Tests.Engine.Timing;

public sealed class WaitingNoticeTests
{
    private static readonly KeyValue MaxConnections = new("service/haproxy/maxconn");

    private readonly FakeTimeProvider _clock = new();
    private readonly WaitingNotice _notice;

    public WaitingNoticeTests() => _notice = new WaitingNotice(_clock);

    [Fact]
    public void Nothing_is_said_while_nothing_is_waited_for()
    {
        _notice.Update(Waiting());
        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Null(_notice.Remaining);
        Assert.Null(_notice.Take());
    }

    [Fact]
    public void What_is_missing_is_said_after_5_seconds_and_once()
    {
        _notice.Update(Waiting("no answer from Consul yet"));
        Assert.Null(_notice.Take());
        Assert.Equal(TimeSpan.FromSeconds(5), _notice.Remaining);

        _clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(["key(\"service/haproxy/maxconn\") at t.liquid:7:12 (no answer from Consul yet)"], _notice.Take());
        Assert.Null(_notice.Take());
        Assert.Null(_notice.Remaining);
    }

    [Fact]
    public void What_came_in_time_is_not_said()
    {
        _notice.Update(Waiting("no answer from Consul yet"));
        _clock.Advance(TimeSpan.FromSeconds(4));
        _notice.Update(Waiting());
        _clock.Advance(TimeSpan.FromSeconds(4));

        Assert.Null(_notice.Take());
    }

    [Fact]
    public void A_reason_that_changes_before_5_seconds_does_not_put_the_notice_off()
    {
        _notice.Update(Waiting("no answer from Consul yet"));
        _clock.Advance(TimeSpan.FromSeconds(4));
        _notice.Update(Waiting("connection refused"));
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Contains("connection refused", Assert.Single(_notice.Take()!), StringComparison.Ordinal);
    }

    [Fact]
    public void A_reason_that_changes_later_is_said_5_seconds_after_the_change()
    {
        SayFirst();
        _notice.Update(Waiting("connection refused"));
        Assert.Equal(TimeSpan.FromSeconds(5), _notice.Remaining);
        _clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Contains("connection refused", Assert.Single(_notice.Take()!), StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_reason_is_not_said_again()
    {
        SayFirst();
        _notice.Update(Waiting("no answer from Consul yet"));

        Assert.Null(_notice.Remaining);
    }

    [Fact]
    public void An_absent_key_and_a_silent_agent_are_told_apart()
    {
        var missing = new MissingDependency(MaxConnections, new SourcePosition("t.liquid", 7, 12), IsAbsent: true);
        var other = missing with { Dependency = new KeyValue("other"), IsAbsent = false };
        var status = new RunnerStatus([new GroupStatus("out", null, [missing, other])], RunnerStatus.Empty.Troubles);

        Assert.Equal(
            [
                "key(\"service/haproxy/maxconn\") at t.liquid:7:12 (Consul has no such key)",
                "key(\"other\") at t.liquid:7:12 (no answer from Consul yet)",
            ],
            status.WaitingFor());
    }

    [Fact]
    public void A_dependency_that_two_groups_miss_is_named_once()
    {
        var missing = new MissingDependency(MaxConnections, new SourcePosition("t.liquid", 7, 12), IsAbsent: true);
        var status = new RunnerStatus([new GroupStatus("one", null, [missing]), new GroupStatus("two", null, [missing])], RunnerStatus.Empty.Troubles);

        Assert.Single(status.WaitingFor());
    }

    private void SayFirst()
    {
        _notice.Update(Waiting("no answer from Consul yet"));
        _clock.Advance(TimeSpan.FromSeconds(5));
        Assert.NotNull(_notice.Take());
    }

    private static RunnerStatus Waiting(string? reason = null)
    {
        IReadOnlyList<MissingDependency> missing = reason is null ? [] : [new(MaxConnections, new SourcePosition("t.liquid", 7, 12), IsAbsent: false)];
        var troubles = new Dictionary<Dependency, DependencyTrouble>();
        if (reason is not null and not "no answer from Consul yet")
        {
            troubles.Add(MaxConnections, new DependencyTrouble(reason));
        }

        return new RunnerStatus([new GroupStatus("out", null, missing)], troubles);
    }
}
