using ConsulRender.Consul;
using ConsulRender.Consul.Dependencies;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ConsulRender.Tests.Consul.Watching;

public sealed class WatchTests : IDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);

    private readonly FakeTimeProvider _clock = new();
    private readonly ScriptedConsul _consul;

    public WatchTests()
    {
        _consul = new ScriptedConsul(_clock);
        _consul.Change(catalog => catalog.Key("a", "1"));
    }

    public void Dispose() => _consul.Dispose();

    [Fact]
    public async Task The_first_answer_and_every_change_are_reported_without_any_delay()
    {
        await using var watch = Watch();
        await watch.ReportsAsync("1");
        foreach (var value in new[] { "2", "3", "4" })
        {
            await Eventually.HoldsAsync("the next query without the clock moving", () => _consul.Blocked == 1);
            _consul.Change(catalog => catalog.Key("a", value));
            await watch.ReportsAsync(value);
        }

        Assert.Equal(["1", "2", "3", "4"], watch.Values);
        Assert.Equal([0ul, 11, 12, 13], _consul.Requests.Take(4).Select(request => request.Index));
    }

    [Fact]
    public async Task A_key_that_does_not_exist_is_reported_once_and_again_when_it_comes_and_goes()
    {
        await using var watch = Watch(new KeyValue("b"));
        await watch.ReportsAsync("(absent)");
        await BlocksAsync();
        _consul.Change(catalog => catalog.Key("b", ""));
        await watch.ReportsAsync("");
        await BlocksAsync();
        _consul.Change(catalog => catalog.DeleteKey("b"));
        await watch.ReportsAsync("(absent)");

        Assert.Equal(["(absent)", "", "(absent)"], watch.Values);
    }

    [Fact]
    public async Task A_write_of_the_same_value_is_not_reported()
    {
        await using var watch = Watch();
        await BlocksAsync();
        _consul.Change(catalog => catalog.Key("a", "1"));
        await AsksAsync(3);
        _consul.Change(catalog => catalog.Key("a", "2"));
        await watch.ReportsInTimeAsync("2", Step);

        Assert.Equal(["1", "2"], watch.Values);
    }

    [Fact]
    public async Task A_check_whose_output_alone_changes_is_not_reported()
    {
        var instance = new ScriptedInstance("n", 80);
        _consul.Change(catalog => catalog.Service("web", instance));
        await using var watch = Watch(new HealthyService("web"));
        await BlocksAsync();
        _consul.Change(catalog => catalog.Service("web", instance with { CheckOutput = "took 9 ms" }));
        await AsksAsync(3);
        await BlocksAsync();
        _consul.Change(catalog => catalog.Service("web", instance with { Port = 81 }));
        await Eventually.HoldsAsync("the report of the port", _clock, Step, () => watch.Reports.Count == 2);

        Assert.Equal([80, 81], watch.Values.Select(value => Assert.Single((EquatableList<ServiceInstance>)value).Port));
    }

    [Fact]
    public async Task A_wait_that_ends_without_change_is_followed_by_the_next()
    {
        await using var watch = Watch();
        await BlocksAsync();
        _clock.Advance(TimeSpan.FromSeconds(60));
        await AsksAsync(3);

        Assert.Equal([0ul, 11, 11], _consul.Requests.Take(3).Select(request => request.Index));
        Assert.Single(watch.Reports);
    }

    [Theory]
    [InlineData(IndexHeader.Zero)]
    [InlineData(IndexHeader.Missing)]
    public async Task An_agent_that_never_blocks_is_asked_at_most_ten_times_a_second(IndexHeader header)
    {
        _consul.IndexHeader = header;
        await using var watch = Watch();
        await Eventually.HoldsAsync("ten requests", _clock, Step, () => _consul.Requests.Count >= 10);

        AssertPauses(TimeSpan.FromMilliseconds(100));
        Assert.All(_consul.Requests, request => Assert.Equal(0ul, request.Index));
        Assert.Equal(["1"], watch.Values);
    }

    [Fact]
    public async Task Even_an_agent_that_never_blocks_and_always_has_news_is_asked_at_most_ten_times_a_second()
    {
        _consul.IndexHeader = IndexHeader.Missing;
        await using var watch = Watch();
        await Eventually.HoldsAsync("ten reports", _clock, Step, () =>
        {
            _consul.Change(catalog => catalog.Key("a", $"{catalog.Index}"));
            return watch.Reports.Count >= 10;
        });

        AssertPauses(TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public async Task Wakes_without_news_are_asked_at_most_ten_times_a_second()
    {
        await using var watch = Watch();
        await Eventually.HoldsAsync("ten requests", _clock, Step, () =>
        {
            _consul.Change(catalog => catalog.Key("a", "1"));
            return _consul.Requests.Count >= 10;
        });

        AssertPauses(TimeSpan.FromMilliseconds(100), after: 1);
        Assert.Equal(["1"], watch.Values);
    }

    [Fact]
    public async Task An_index_that_goes_backwards_starts_again_from_zero_and_the_leader_is_asked()
    {
        await using var watch = Watch();
        await BlocksAsync();
        _consul.Next(Misbehaviours.Answer(200, """[{"Key":"a","Value":"b2xk"}]""", ("X-Consul-Index", "5")));
        _consul.Change(catalog => catalog.Key("a", "1"));
        await Eventually.HoldsAsync("four requests", _clock, Step, () => _consul.Requests.Count >= 4);

        Assert.Equal([0ul, 11, 12, 0], _consul.Requests.Take(4).Select(request => request.Index));
        Assert.Equal([true, true, true, false], _consul.Requests.Take(4).Select(request => request.IsStale));
        Assert.DoesNotContain("old", watch.Values);
    }

    [Fact]
    public async Task A_restored_snapshot_of_Consul_is_noticed_although_it_answers_with_the_same_index()
    {
        _consul.Change(catalog => catalog.Index = 500);
        _consul.Change(catalog => catalog.Key("a", "1"));
        await using var watch = Watch();
        await BlocksAsync();

        // The held query gets the old body and the old index; only then the restored data are there, with lower indexes.
        _consul.Release();
        await AsksAfterAsync(2, () => _consul.Change(catalog =>
        {
            catalog.Index = 100;
            catalog.Key("a", "restored");
        }));
        await watch.ReportsInTimeAsync("restored", Step);

        Assert.Equal([0ul, 501, 0], _consul.Requests.Take(3).Select(request => request.Index));
        Assert.True(_clock.GetUtcNow() - _consul.Requests[1].Time < TimeSpan.FromSeconds(30), "it must not sleep through the wait");
    }

    [Fact]
    public async Task A_watch_that_runs_once_ends_with_its_answer()
    {
        await using var watch = Watch(new KeyValue("a"), once: true);
        await Eventually.EndsAsync("the watch to end by itself", watch.Task);

        Assert.Equal(["1"], watch.Values);
        Assert.Single(_consul.Requests);
    }

    [Fact]
    public async Task A_watch_that_runs_once_asks_for_an_absent_key_each_second_without_holding_a_connection()
    {
        await using var watch = Watch(new KeyValue("b"), once: true);
        await Eventually.HoldsAsync("three requests", _clock, 5 * Step, () => _consul.Requests.Count >= 3);
        _consul.Change(catalog => catalog.Key("b", "2"));
        await Eventually.HoldsAsync("the watch to end by itself", _clock, Step, () => watch.Task.IsCompleted);

        Assert.Equal(["(absent)", "2"], watch.Values);
        Assert.All(_consul.Requests, request => Assert.Equal(0ul, request.Index));
        AssertPauses(TimeSpan.FromSeconds(0.9));
    }

    private RunningWatch Watch(ConsulQuery? dependency = null, bool once = false) => new(_consul, _clock, dependency ?? new KeyValue("a"), once);

    private Task BlocksAsync() => Eventually.HoldsAsync("the agent to hold a query", _clock, Step, () => _consul.Blocked == 1);

    private Task AsksAsync(int requests) => Eventually.HoldsAsync($"{requests} requests", _clock, Step, () => _consul.Requests.Count >= requests);

    private async Task AsksAfterAsync(int requests, Action action)
    {
        Assert.Equal(requests, _consul.Requests.Count);
        await Eventually.HoldsAsync("the agent to have let the query go", () => _consul.Blocked == 0);
        action();
    }

    private void AssertPauses(TimeSpan least, int after = 0)
    {
        // The test's clock may move a step between the watch looking at it and the agent doing so.
        var times = _consul.Requests.Select(request => request.Time).Skip(after).ToArray();
        Assert.All(times.Zip(times.Skip(1), (earlier, later) => later - earlier), pause => Assert.True(pause >= least - Step, $"{pause} is too short"));
    }
}
