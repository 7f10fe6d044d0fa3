using System.Collections.Concurrent;
using ConsulRender.Consul;
using ConsulRender.Consul.Dependencies;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ConsulRender.Tests.Consul;

/// <summary>The same hazards where a few questions stand for all: with 30 services and eight connections.</summary>
public sealed class CoarseHazardTests : IAsyncLifetime
{
    private const int Services = 30;
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(5);

    private readonly FakeTimeProvider _clock = new();
    private readonly ConcurrentQueue<WatchReport> _reports = [];
    private readonly ScriptedConsul _consul;
    private readonly ConsulClient _client;
    private readonly AgentWatches _watches;

    public CoarseHazardTests()
    {
        _consul = new ScriptedConsul(_clock);
        _consul.Change(catalog => catalog.Index = 500);
        Register(0);
        _client = _consul.Client(new() { MaxConnections = 8 });
        _watches = new AgentWatches(_client, _clock, Take, bug => throw bug);
    }

    public async ValueTask InitializeAsync()
    {
        _watches.Keep(Questions().ToHashSet());
        await Eventually.HoldsAsync("every first answer", _clock, Step, () => Changes(_ => true) == Services + 1);
        Assert.NotNull(_watches.Description);
        await RestAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _watches.DisposeAsync();
        _client.Dispose();
        _consul.Dispose();
    }

    [Fact]
    public async Task A_change_of_one_service_asks_for_that_service_alone()
    {
        var before = Asked().Count;
        _consul.Change(catalog => catalog.Service("s7", Instance(7, 9000)));
        await Eventually.HoldsAsync("the report", _clock, Step, () => Changes(name => name == "s7") == 2);
        await RestAsync();

        Assert.All(Asked().Skip(before), path => Assert.Equal("/v1/health/service/s7", path));
        Assert.Equal(Services + 2, Changes(_ => true));
    }

    [Theory]
    [InlineData("services")]
    [InlineData("nodes")]
    [InlineData("imported")]
    public async Task Wakes_without_a_change_ask_for_no_service_and_for_few_dumps(string what)
    {
        var before = Asked().Count;
        var (dumps, began) = (Dumps(), _clock.GetUtcNow());
        for (var wake = 0; wake < 100; wake++)
        {
            _consul.Change(catalog =>
            {
                switch (what)
                {
                    case "services":
                        catalog.Wake();
                        break;
                    case "nodes":
                        catalog.WakeNodes();
                        break;
                    default:
                        // It has the name of a service here, and is not that.
                        catalog.Import("s3", Instance(3, 7000 + wake));
                        break;
                }
            });
            var target = _clock.GetUtcNow() + TimeSpan.FromMilliseconds(20);
            await Eventually.HoldsAsync("the next wake", _clock, Step, () => _clock.GetUtcNow() >= target);
        }

        await RestAsync();
        Assert.Equal(before, Asked().Count);
        Assert.Equal(Services + 1, Changes(_ => true));
        Assert.InRange(Dumps() - dumps, 1, ((_clock.GetUtcNow() - began) / TimeSpan.FromMilliseconds(100)) + 1);
    }

    [Fact]
    public async Task A_restored_snapshot_of_Consul_is_noticed_for_every_service()
    {
        _consul.Release();
        await Eventually.HoldsAsync("the agent to have let all questions go", () => _consul.Blocked == 0);
        _consul.Change(catalog => catalog.GoBack(100));
        Register(1000);
        var restored = _clock.GetUtcNow();
        await Eventually.HoldsAsync("the report of every service", _clock, Step, () => Changes(_ => true) == (2 * Services) + 1);

        Assert.True(_clock.GetUtcNow() - restored < TimeSpan.FromSeconds(30), "nobody may sleep through the wait");
    }

    [Fact]
    public async Task Failures_on_the_way_lose_no_change()
    {
        for (var round = 1; round <= 5; round++)
        {
            _consul.Next(Misbehaviours.ConnectionRefused, Misbehaviours.Status(500, "No cluster leader"), Misbehaviours.CutBody);
            _consul.Cut();
            Register(round);
            await Eventually.HoldsAsync(
                $"all services in round {round}", _clock, TimeSpan.FromMilliseconds(50), () => Enumerable.Range(0, Services).All(number => Port($"s{number}") == 8000 + number + round));
        }
    }

    [Fact]
    public async Task Questions_that_begin_together_do_not_end_together()
    {
        using var client = _consul.Client();
        await using var watches = new AgentWatches(client, _clock, Take, bug => throw bug);
        var before = _consul.Requests.Count;
        watches.Keep(Questions().ToHashSet());
        await Eventually.HoldsAsync("every question to be held", () => _consul.Requests.Skip(before).Count(request => request.Index > 0) == Services + 1);

        var waits = _consul.Requests.Skip(before).Where(request => request.Index > 0).Select(request => request.Wait).ToList();
        Assert.All(waits, wait => Assert.InRange(wait, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(60)));
        Assert.True(waits.Distinct().Count() > Services / 2, "they would end together");
    }

    // One of them is about nothing.
    private static IEnumerable<Dependency> Questions() =>
        [.. Enumerable.Range(0, Services).Select(number => new HealthyService($"s{number}")), new HealthyService("none")];

    private static ScriptedInstance Instance(int number, int port) => new($"n{number % 5}", port) { Id = $"s{number}" };

    private void Register(int more) => _consul.Change(catalog =>
    {
        for (var number = 0; number < Services; number++)
        {
            catalog.Service($"s{number}", Instance(number, 8000 + number + more));
        }
    });

    private List<string> Asked() =>
        [.. _consul.Requests.Select(request => request.Path).Where(path => path.StartsWith("/v1/health/service/", StringComparison.Ordinal))];

    private int Dumps() => _consul.Requests.Count(request =>
        request.Path == "/v1/internal/ui/nodes" || (request.Path == "/v1/health/state/any" && !request.Parameters.ContainsKey("filter")));

    private int Changes(Func<string, bool> isMeant) =>
        _reports.OfType<WatchReport.Changed>().Count(changed => isMeant(((HealthyService)changed.Dependency).Name));

    private int? Port(string name) => _reports.OfType<WatchReport.Changed>()
        .Where(changed => ((HealthyService)changed.Dependency).Name == name)
        .Select(changed => (EquatableList<ServiceInstance>)changed.Reading.Value!)
        .LastOrDefault()?[0].Port;

    // Until what is under way has come to its end: twice the pause between two looks at the catalog.
    private async Task RestAsync()
    {
        var target = _clock.GetUtcNow() + TimeSpan.FromMilliseconds(500);
        await Eventually.HoldsAsync("half a second to pass", _clock, Step, () => _clock.GetUtcNow() >= target);
    }

    private ValueTask Take(WatchReport report, CancellationToken cancellationToken)
    {
        _reports.Enqueue(report);
        return ValueTask.CompletedTask;
    }
}
