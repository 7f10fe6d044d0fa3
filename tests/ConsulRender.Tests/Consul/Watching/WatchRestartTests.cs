using ConsulRender.Consul.Dependencies;
using ConsulRender.Consul.Watching;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ConsulRender.Tests.Consul.Watching;

/// <summary>An agent that comes back without its data, for a while or for good.</summary>
public sealed class WatchRestartTests : IDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);
    private static readonly ScriptedInstance Web = new("n", 80);

    private readonly FakeTimeProvider _clock = new();
    private readonly ScriptedConsul _consul;

    public WatchRestartTests()
    {
        _consul = new ScriptedConsul(_clock);
        _consul.Change(catalog =>
        {
            catalog.Key("a", "1");
            catalog.Key("f/b", "1");
            catalog.Service("web", Web);
        });
    }

    public static TheoryData<string> Kinds => ["key", "service", "services", "tree"];

    public void Dispose() => _consul.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task What_comes_back_within_the_grace_time_was_never_gone(string kind)
    {
        await using var watch = await ForgetsAsync(kind);
        await AsksAsync(4 + 5);
        _consul.Change(catalog =>
        {
            catalog.Key("a", "1");
            catalog.Key("f/b", "1");
            catalog.Service("web", Web);
        });
        await BlocksAsync();
        _clock.Advance(2 * Doubt.Grace);

        Assert.Equal(["Changed", "Failed", "Recovered"], Names(watch));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task What_is_still_gone_after_the_grace_time_is_reported(string kind)
    {
        await using var watch = await ForgetsAsync(kind);
        var back = _clock.GetUtcNow();
        await Eventually.HoldsAsync("the report", _clock, Step, () => Names(watch).Last() == "Changed");

        Assert.Equal(["Changed", "Failed", "Recovered", "Changed"], Names(watch));
        Assert.True(Changed(watch).Last().Reading.Time - back >= Doubt.Grace - (2 * Step), "it must be doubted for the whole time");
        await BlocksAsync();
    }

    [Fact]
    public async Task In_doubt_the_leader_is_asked_once_a_second_without_blocking()
    {
        await using var watch = await ForgetsAsync("service");
        await AsksAsync(4 + 5);

        var doubtful = _consul.Requests.Skip(3).Take(6).ToArray();
        Assert.All(doubtful, request => Assert.Equal((0ul, true, false), (request.Index, request.IsConsistent, request.IsStale)));
        Assert.All(doubtful.Zip(doubtful.Skip(1), (earlier, later) => later.Time - earlier.Time), pause =>
            Assert.InRange(pause, TimeSpan.FromSeconds(1) - Step, TimeSpan.FromSeconds(1) + (4 * Step)));
    }

    [Fact]
    public async Task Another_value_in_the_grace_time_is_reported_at_once()
    {
        await using var watch = await ForgetsAsync("key");
        await AsksAsync(4 + 2);
        _consul.Change(catalog => catalog.Key("a", "2"));
        await watch.ReportsInTimeAsync("2", Step);

        Assert.Equal(["1", "2"], watch.Values);
        Assert.True(Changed(watch).Last().Reading.Time - _consul.Requests[3].Time < TimeSpan.FromSeconds(5), "it must not wait for the end of the grace time");
    }

    [Fact]
    public async Task A_failure_in_the_grace_time_begins_it_again()
    {
        await using var watch = await ForgetsAsync("key");
        await AsksAsync(4 + 7);
        _consul.Next(Misbehaviours.ConnectionRefused);
        await Eventually.HoldsAsync("the second recovery", _clock, Step, () => watch.Reports.OfType<WatchReport.Recovered>().Count() == 2);
        var back = _clock.GetUtcNow();
        await watch.ReportsInTimeAsync("(absent)", Step);

        Assert.True(Changed(watch).Last().Reading.Time - back >= Doubt.Grace - (2 * Step), "it must be doubted for the whole time");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Without_a_failure_before_what_goes_is_reported_at_once(string kind)
    {
        await using var watch = Watch(kind);
        await BlocksAsync();
        _consul.Change(catalog =>
        {
            catalog.DeleteKey("a");
            catalog.DeleteKey("f/b");
            catalog.Service("web");
        });
        await Eventually.HoldsAsync("the report without the clock moving", () => watch.Reports.Count == 2);

        Assert.Equal(["Changed", "Changed"], Names(watch));
    }

    [Fact]
    public async Task What_goes_long_after_a_failure_is_reported_at_once()
    {
        await using var watch = Watch("key");
        await BlocksAsync();
        _consul.Cut();
        await Eventually.HoldsAsync("the recovery", _clock, Step, () => Names(watch).Contains("Recovered"));
        await BlocksAsync();
        _consul.Change(catalog => catalog.DeleteKey("a"));

        await watch.ReportsAsync("(absent)");
    }

    [Fact]
    public async Task The_first_answer_ever_is_believed_even_after_failures()
    {
        _consul.Change(catalog => catalog.Clear());
        _consul.Next(Misbehaviours.ConnectionRefused);
        await using var watch = Watch("key");
        await Eventually.HoldsAsync("the second request", _clock, Step, () => _consul.Requests.Count >= 2);

        await watch.ReportsAsync("(absent)");
    }

    private static string[] Names(RunningWatch watch) => [.. watch.Reports.Select(report => report.GetType().Name)];

    private static IEnumerable<WatchReport.Changed> Changed(RunningWatch watch) => watch.Reports.OfType<WatchReport.Changed>();

    // Ends with the first answer after the failure, which says that there is nothing.
    private async Task<RunningWatch> ForgetsAsync(string kind)
    {
        var watch = Watch(kind);
        await BlocksAsync();

        // A change wakes the query that the agent holds, which a cut at the same moment would miss.
        _consul.Next(Misbehaviours.ConnectionRefused);
        _consul.Cut();
        await Eventually.HoldsAsync("the failure", () => Names(watch).Contains("Failed"));
        _consul.Change(catalog => catalog.Clear());
        await Eventually.HoldsAsync("the recovery", _clock, Step, () => Names(watch).Contains("Recovered"));
        return watch;
    }

    private RunningWatch Watch(string kind) => new(_consul, _clock, kind switch
    {
        "key" => new KeyValue("a"),
        "service" => new HealthyService("web"),
        "services" => new ServiceNames(),
        _ => new KeyTree("f"),
    });

    private Task BlocksAsync() => Eventually.HoldsAsync("the agent to hold a query", _clock, Step, () => _consul.Blocked == 1);

    private Task AsksAsync(int requests) => Eventually.HoldsAsync($"{requests} requests", _clock, Step, () => _consul.Requests.Count >= requests);
}
