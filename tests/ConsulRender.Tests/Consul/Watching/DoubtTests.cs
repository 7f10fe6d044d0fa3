using ConsulRender.Consul;
using ConsulRender.Consul.Dependencies;
using ConsulRender.Consul.Watching;
using Xunit;

namespace ConsulRender.Tests.Consul.Watching;

public sealed class DoubtTests
{
    private static readonly TimeSpan Now = TimeSpan.FromMinutes(3);

    [Fact]
    public void Without_a_failure_before_a_thing_that_is_gone_is_gone() => Assert.False(Doubt.None.After(isGone: true, Now).IsHolding);

    [Fact]
    public void After_a_failure_it_is_doubted_for_the_grace_time_and_no_longer()
    {
        var doubt = Doubt.Failed.After(isGone: true, Now).After(isGone: true, Now + Doubt.Grace - TimeSpan.FromTicks(1));

        Assert.True(doubt.IsHolding);
        Assert.False(doubt.After(isGone: true, Now + Doubt.Grace).IsHolding);
    }

    [Fact]
    public void An_answer_that_is_there_ends_the_doubt_for_good()
    {
        var doubt = Doubt.Failed.After(isGone: true, Now).After(isGone: false, Now);

        Assert.Equal(Doubt.None, doubt);
        Assert.False(doubt.After(isGone: true, Now).IsHolding);
    }

    [Fact]
    public void Nothing_is_an_empty_list_or_an_absent_key_but_not_an_empty_one()
    {
        Assert.True(new HealthyService("web").IsNothing(EquatableList<ServiceInstance>.Empty));
        Assert.True(new KeyTree("a").IsNothing(EquatableList<KeyPair>.Empty));
        Assert.True(new KeyValue("a").IsNothing(null));
        Assert.False(new KeyValue("a").IsNothing(""));
    }

    [Fact]
    public void A_catalog_of_Consul_alone_is_nothing()
    {
        ServiceName consul = new("consul", []);

        Assert.True(new ServiceNames().IsNothing((EquatableList<ServiceName>)[consul]));
        Assert.False(new ServiceNames().IsNothing((EquatableList<ServiceName>)[consul, new("web", [])]));
    }
}
