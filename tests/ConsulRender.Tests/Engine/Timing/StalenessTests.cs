using ConsulRender.Consul;
using ConsulRender.Consul.Dependencies;
using ConsulRender.Templating;
using ConsulRender.Timing;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ConsulRender.Tests.Engine.Timing;

public sealed class StalenessTests
{
    private static readonly KeyValue One = new("one");
    private static readonly KeyValue Two = new("two");

    private readonly FakeTimeProvider _clock = new();
    private readonly Staleness _staleness;

    public StalenessTests() => _staleness = new Staleness(_clock);

    [Fact]
    public void A_group_that_was_never_evaluated_is_stale() => Assert.Equal(TimeSpan.Zero, _staleness.Remaining);

    [Fact]
    public void A_group_that_was_evaluated_is_not_stale_until_news_come()
    {
        _staleness.Clear([]);
        Assert.Null(_staleness.Remaining);

        _staleness.Touch(One);
        Assert.Equal(TimeSpan.Zero, _staleness.Remaining);
    }

    [Fact]
    public void The_first_answer_waits_for_the_others_but_not_for_long()
    {
        _staleness.Clear([Missing(One), Missing(Two)]);
        _staleness.Touch(One);
        Assert.Equal(Staleness.Patience, _staleness.Remaining);

        _clock.Advance(Staleness.Patience);
        Assert.Equal(TimeSpan.Zero, _staleness.Remaining);
    }

    [Fact]
    public void The_last_of_the_first_answers_ends_the_waiting()
    {
        _staleness.Clear([Missing(One), Missing(Two)]);
        _staleness.Touch(One);
        _staleness.Touch(Two);

        Assert.Equal(TimeSpan.Zero, _staleness.Remaining);
    }

    [Fact]
    public void A_key_that_Consul_says_is_absent_holds_nothing_up()
    {
        _staleness.Clear([Missing(One, isAbsent: true), Missing(Two)]);
        _staleness.Touch(Two);

        Assert.Equal(TimeSpan.Zero, _staleness.Remaining);
    }

    [Fact]
    public void More_news_do_not_make_the_first_wait_longer()
    {
        var three = new KeyValue("three");
        _staleness.Clear([Missing(One), Missing(Two), Missing(three)]);
        _staleness.Touch(One);
        _clock.Advance(Staleness.Patience / 2);
        _staleness.Touch(Two);

        Assert.Equal(Staleness.Patience / 2, _staleness.Remaining);
    }

    private static MissingDependency Missing(Dependency dependency, bool isAbsent = false) =>
        new(dependency, new SourcePosition("t.liquid", 1, 1), isAbsent);
}
