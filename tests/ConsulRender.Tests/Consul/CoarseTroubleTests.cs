using System.Collections.Concurrent;
using System.Globalization;
using ConsulRender.Consul;
using ConsulRender.Consul.Dependencies;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ConsulRender.Tests.Consul;

/// <summary>What happens to 30 services that are watched over 20 connections when the agent is not well.</summary>
public sealed class CoarseTroubleTests : IAsyncLifetime
{
    private const int Services = 30;
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);

    private readonly FakeTimeProvider _clock = new();
    private readonly ConcurrentQueue<WatchReport> _reports = [];
    private readonly ScriptedConsul _consul;
    private readonly ConsulClient _client;
    private readonly AgentWatches _watches;

    public CoarseTroubleTests()
    {
        _consul = new ScriptedConsul(_clock);
        Register(8000);
        _client = _consul.Client(new() { MaxConnections = 20 });
        _watches = new AgentWatches(_client, _clock, Take, bug => throw bug);
    }

    public async ValueTask InitializeAsync()
    {
        _watches.Keep(Questions(Services));
        await ArrivesAsync("every first answer", name => Port(name) == 8000);
    }

    public async ValueTask DisposeAsync()
    {
        await _watches.DisposeAsync();
        _client.Dispose();
        _consul.Dispose();
    }

    [Fact]
    public async Task Services_that_are_gone_after_an_outage_that_only_the_beacons_met_are_doubted_for_ten_seconds()
    {
        _consul.Next(Misbehaviours.ConnectionRefused);
        _consul.Change(catalog => catalog.Clear());
        _consul.Cut();
        await PassAsync(TimeSpan.FromSeconds(8));
        Assert.All(Names(), name => Assert.Equal(8000, Port(name)));

        await ArrivesAsync("the end of the doubt", name => Port(name) is null);
    }

    [Theory]
    [InlineData("""[{"Node":"n1","Services":[{"ID":"a","Service":"s1","ModifyIndex":-1}]}]""")]
    [InlineData("""[{"Node":"n1","Services":[{"ID":"a","Service":"s1","ModifyIndex":"7"}]}]""")]
    [InlineData("""[{"Node":"n1","Services":[{"ID":"a","Service":"s1","ModifyIndex":1.5}]}]""")]
    [InlineData("<html>")]
    public async Task A_dump_that_is_not_Consuls_leads_to_asking_for_all_services(string dump)
    {
        _consul.AlwaysAt = "/v1/internal/ui/nodes";
        _consul.Always = Misbehaviours.Answer(200, dump, ("X-Consul-Index", "900"));
        await PassAsync(TimeSpan.FromSeconds(1));
        Register(8001);
        await ArrivesAsync("the new ports", name => Port(name) == 8001);
        _watches.Tend();

        Assert.Contains("does not say which changed", _watches.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_dump_is_asked_for_again_after_ten_minutes()
    {
        _consul.AlwaysAt = "/v1/internal/ui/nodes";
        _consul.Always = Misbehaviours.Status(403, "Endpoint is blocked by agent configuration");
        await PassAsync(TimeSpan.FromSeconds(1));
        Register(8001);
        await ArrivesAsync("the new ports", name => Port(name) == 8001);
        _consul.Always = null;
        _clock.Advance(TimeSpan.FromMinutes(10));
        Register(8002);
        await ArrivesAsync("the newest ports", name => Port(name) == 8002);
        await Eventually.HoldsAsync("the limitation to be lifted", _clock, Step, () =>
        {
            _watches.Tend();
            return _watches.Description?.Contains("does not say", StringComparison.Ordinal) == false;
        });
    }

    [Fact]
    public async Task An_agent_that_closes_a_new_connection_while_it_answers_others_gets_half_as_many()
    {
        await PassAsync(TimeSpan.FromSeconds(1));
        Register(8001);
        await ArrivesAsync("an answer just now", name => Port(name) == 8001);
        _consul.Next(_ => throw Misbehaviours.Closed());
        _watches.Keep(Questions(Services + 1));
        await Eventually.HoldsAsync("the smaller budget", _clock, TimeSpan.FromMilliseconds(1), () =>
        {
            _watches.Tend();
            return _watches.Description?.Contains("the 10 connections", StringComparison.Ordinal) == true;
        });
        Assert.Contains("there were 20 until it refused one", _watches.Description, StringComparison.Ordinal);

        _clock.Advance(TimeSpan.FromMinutes(10));
        _watches.Tend();
        Assert.Contains("the 20 connections", _watches.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_agent_that_closes_what_it_held_for_long_is_not_crowded()
    {
        await PassAsync(TimeSpan.FromSeconds(30));
        _consul.Cut();
        await PassAsync(TimeSpan.FromSeconds(5));
        _watches.Tend();

        Assert.Contains("the 20 connections", _watches.Description, StringComparison.Ordinal);
    }

    private static HashSet<Dependency> Questions(int count) => [.. Enumerable.Range(0, count).Select(number => new HealthyService(Name(number)))];

    private static string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"s{number}");

    private static IEnumerable<string> Names() => Enumerable.Range(0, Services).Select(Name);

    private void Register(int port) => _consul.Change(catalog =>
    {
        for (var number = 0; number < Services; number++)
        {
            catalog.Service(Name(number), new ScriptedInstance($"n{number % 5}", port) { Id = Name(number) });
        }
    });

    private int? Port(string name) => _reports.OfType<WatchReport.Changed>()
        .Where(changed => ((HealthyService)changed.Dependency).Name == name)
        .Select(changed => (EquatableList<ServiceInstance>)changed.Reading.Value!)
        .LastOrDefault() is [var first, ..] ? first.Port : null;

    private Task ArrivesAsync(string what, Func<string, bool> holds) => Eventually.HoldsAsync(what, _clock, Step, () => Names().All(holds));

    private async Task PassAsync(TimeSpan time)
    {
        var target = _clock.GetUtcNow() + time;
        await Eventually.HoldsAsync("time to pass", _clock, Step, () => _clock.GetUtcNow() >= target);
    }

    private ValueTask Take(WatchReport report, CancellationToken cancellationToken)
    {
        _reports.Enqueue(report);
        return ValueTask.CompletedTask;
    }
}
