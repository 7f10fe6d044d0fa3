using Xunit;

namespace ConsulRender.Tests.Consul.Watching;

/// <summary>What happens to 30 services that are watched over 20 connections when the agent is not well.</summary>
public sealed class CoarseTroubleTests : IAsyncLifetime
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);

    private readonly CoarselyWatched _watched = new(connections: 20);

    public async ValueTask InitializeAsync() => await _watched.StartAsync(CoarselyWatched.Questions());

    public ValueTask DisposeAsync() => _watched.DisposeAsync();

    [Fact]
    public async Task Services_that_are_gone_after_an_outage_that_only_the_beacons_met_are_doubted_for_ten_seconds()
    {
        _watched.Consul.Next(Misbehaviours.ConnectionRefused);
        _watched.Consul.Change(catalog => catalog.Clear());
        _watched.Consul.Cut();
        await PassAsync(TimeSpan.FromSeconds(8));
        Assert.True(_watched.Has(0));

        await _watched.ArrivesAsync(null, 10 * Step);
    }

    [Theory]
    [InlineData("""[{"Node":"n1","Services":[{"ID":"a","Service":"s1","ModifyIndex":-1}]}]""")]
    [InlineData("""[{"Node":"n1","Services":[{"ID":"a","Service":"s1","ModifyIndex":"7"}]}]""")]
    [InlineData("""[{"Node":"n1","Services":[{"ID":"a","Service":"s1","ModifyIndex":1.5}]}]""")]
    [InlineData("<html>")]
    public async Task A_dump_that_is_not_Consuls_leads_to_asking_for_all_services(string dump)
    {
        _watched.Consul.AlwaysAt = "/v1/internal/ui/nodes";
        _watched.Consul.Always = Misbehaviours.Answer(200, dump, ("X-Consul-Index", "900"));
        await PassAsync(TimeSpan.FromSeconds(1));
        _watched.Register(1);
        await ArrivesAsync(1);
        _watched.Watches.Tend();

        Assert.Contains("does not say which changed", _watched.Watches.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_dump_is_asked_for_again_after_ten_minutes()
    {
        _watched.Consul.AlwaysAt = "/v1/internal/ui/nodes";
        _watched.Consul.Always = Misbehaviours.Status(403, "Endpoint is blocked by agent configuration");
        await PassAsync(TimeSpan.FromSeconds(1));
        _watched.Register(1);
        await ArrivesAsync(1);
        _watched.Consul.Always = null;
        _watched.Clock.Advance(TimeSpan.FromMinutes(10));
        _watched.Register(2);
        await ArrivesAsync(2);
        await TendsToAsync("the limitation to be lifted", description => description?.Contains("does not say", StringComparison.Ordinal) == false, Step);
    }

    [Fact]
    public async Task An_agent_that_closes_a_new_connection_while_it_answers_others_gets_half_as_many()
    {
        await PassAsync(TimeSpan.FromSeconds(1));
        _watched.Register(1);
        await ArrivesAsync(1);
        _watched.Consul.Next(_ => throw Misbehaviours.Closed());
        _watched.Watches.Keep(CoarselyWatched.Questions("one more"));
        await TendsToAsync("the smaller budget", description => description?.Contains("the 10 connections", StringComparison.Ordinal) == true, TimeSpan.FromMilliseconds(1));
        Assert.Contains("there were 20 until it refused one", _watched.Watches.Description, StringComparison.Ordinal);

        _watched.Clock.Advance(TimeSpan.FromMinutes(10));
        _watched.Watches.Tend();
        Assert.Contains("the 20 connections", _watched.Watches.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_agent_that_closes_what_it_held_for_long_is_not_crowded()
    {
        await PassAsync(TimeSpan.FromSeconds(30));
        _watched.Consul.Cut();
        await PassAsync(TimeSpan.FromSeconds(5));
        _watched.Watches.Tend();

        Assert.Contains("the 20 connections", _watched.Watches.Description, StringComparison.Ordinal);
    }

    private Task ArrivesAsync(int? number) => _watched.ArrivesAsync(number, Step);

    private Task PassAsync(TimeSpan time) => _watched.PassAsync(time, Step);

    private Task TendsToAsync(string what, Func<string?, bool> isMeant, TimeSpan step) => _watched.HoldsAsync(
        what,
        () =>
        {
            _watched.Watches.Tend();
            return isMeant(_watched.Watches.Description);
        },
        step);
}
