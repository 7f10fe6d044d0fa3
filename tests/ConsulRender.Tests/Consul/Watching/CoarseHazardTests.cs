using ConsulRender.Consul;
using ConsulRender.Consul.Watching;
using Xunit;

namespace ConsulRender.Tests.Consul.Watching;

/// <summary>The same hazards where a few questions stand for all: with 30 services and eight connections.</summary>
public sealed class CoarseHazardTests : IAsyncLifetime
{
    private const int Services = CoarselyWatched.Services;

    private readonly CoarselyWatched _watched = new(connections: 8);

    // One of them is about nothing.
    private static HashSet<Dependency> Questions => CoarselyWatched.Questions("none");

    public async ValueTask InitializeAsync()
    {
        await _watched.StartAsync(Questions);
        Assert.NotNull(_watched.Watches.Description);
        await RestAsync();
    }

    public ValueTask DisposeAsync() => _watched.DisposeAsync();

    [Fact]
    public async Task A_change_of_one_service_asks_for_that_service_alone()
    {
        var before = Asked().Count;
        _watched.Consul.Change(catalog => catalog.Service("s7", CoarselyWatched.Instance(7, 9000)));
        await _watched.HoldsAsync("the report", () => _watched.Changes("s7") == 2);
        await RestAsync();

        Assert.All(Asked().Skip(before), path => Assert.Equal("/v1/health/service/s7", path));
        Assert.Equal(Services + 2, _watched.Changes());
    }

    [Theory]
    [InlineData("services")]
    [InlineData("nodes")]
    [InlineData("imported")]
    public async Task Wakes_without_a_change_ask_for_no_service_and_for_few_dumps(string what)
    {
        var before = Asked().Count;
        var (dumps, began) = (Dumps(), _watched.Clock.GetUtcNow());
        for (var wake = 0; wake < 100; wake++)
        {
            _watched.Consul.Change(catalog =>
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
                        catalog.Import("s3", CoarselyWatched.Instance(3, 7000 + wake));
                        break;
                }
            });
            await _watched.PassAsync(TimeSpan.FromMilliseconds(20));
        }

        await RestAsync();
        Assert.Equal(before, Asked().Count);
        Assert.Equal(Services + 1, _watched.Changes());
        Assert.InRange(Dumps() - dumps, 1, ((_watched.Clock.GetUtcNow() - began) / TimeSpan.FromMilliseconds(100)) + 1);
    }

    [Fact]
    public async Task A_restored_snapshot_of_Consul_is_noticed_for_every_service()
    {
        _watched.Consul.Release();
        await Eventually.HoldsAsync("the agent to have let all questions go", () => _watched.Consul.Blocked == 0);
        _watched.Consul.Change(catalog => catalog.GoBack(100));
        _watched.Register(1000);
        var restored = _watched.Clock.GetUtcNow();
        await _watched.HoldsAsync("the report of every service", () => _watched.Changes() == (2 * Services) + 1);

        Assert.True(_watched.Clock.GetUtcNow() - restored < TimeSpan.FromSeconds(30), "nobody may sleep through the wait");
    }

    [Fact]
    public async Task Failures_on_the_way_lose_no_change()
    {
        for (var round = 1; round <= 5; round++)
        {
            _watched.Consul.Next(Misbehaviours.ConnectionRefused, Misbehaviours.Status(500, "No cluster leader"), Misbehaviours.CutBody);
            _watched.Consul.Cut();
            _watched.Register(round);
            await _watched.ArrivesAsync(round, TimeSpan.FromMilliseconds(50));
        }
    }

    [Fact]
    public async Task Questions_that_begin_together_do_not_end_together()
    {
        var consul = _watched.Consul;
        using var client = consul.Client();
        await using var watches = new AgentWatches(client, _watched.Clock, _watched.Take, bug => throw bug);
        var before = consul.Requests.Count;
        watches.Keep(Questions);
        await Eventually.HoldsAsync("every question to be held", () => consul.Requests.Skip(before).Count(request => request.Index > 0) == Services + 1);

        var waits = consul.Requests.Skip(before).Where(request => request.Index > 0).Select(request => request.Wait).ToList();
        Assert.All(waits, wait => Assert.InRange(wait, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(60)));
        Assert.True(waits.Distinct().Count() > Services / 2, "they would end together");
    }

    private List<string> Asked() =>
        [.. _watched.Consul.Requests.Select(request => request.Path).Where(path => path.StartsWith("/v1/health/service/", StringComparison.Ordinal))];

    private int Dumps() => _watched.Consul.Requests.Count(request =>
        request.Path == "/v1/internal/ui/nodes" || (request.Path == "/v1/health/state/any" && !request.Parameters.ContainsKey("filter")));

    // Until what is under way has come to its end: twice the pause between two looks at the catalog.
    private Task RestAsync() => _watched.PassAsync(TimeSpan.FromMilliseconds(500));
}
