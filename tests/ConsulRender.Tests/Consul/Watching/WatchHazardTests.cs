using System.Collections.Concurrent;
using System.Net;
using System.Text;
using ConsulRender.Consul;
using ConsulRender.Consul.Dependencies;
using ConsulRender.Consul.Watching;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ConsulRender.Tests.Consul.Watching;

/// <summary>What Consul does beside its documentation, one test for each that no other class has.</summary>
public sealed class WatchHazardTests : IDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);

    private readonly FakeTimeProvider _clock = new();
    private readonly ScriptedConsul _consul;

    public WatchHazardTests()
    {
        _consul = new ScriptedConsul(_clock);
        _consul.Change(catalog => catalog.Key("a", "1"));
    }

    public void Dispose() => _consul.Dispose();

    [Fact]
    public async Task An_answer_a_sixteenth_after_the_wait_is_on_time_and_its_index_is_kept()
    {
        _consul.Next(Misbehaviours.Answer(200, """[{"Key":"a","Value":"MQ=="}]""", ("X-Consul-Index", "11")), async cancellationToken =>
        {
            await Task.Delay(TimeSpan.FromSeconds(60 * 1.0625), _clock, cancellationToken);
            return await Misbehaviours.Answer(200, """[{"Key":"a","Value":"MQ=="}]""", ("X-Consul-Index", "11"))(cancellationToken);
        });
        await using var watch = Watch(new KeyValue("a"));
        await Eventually.HoldsAsync("the question after the late answer", _clock, TimeSpan.FromMilliseconds(250), () => _consul.Requests.Count >= 3);

        Assert.Equal([0ul, 11, 11], _consul.Requests.Take(3).Select(request => request.Index));
        Assert.True(_consul.Requests[2].Time - _consul.Requests[1].Time >= TimeSpan.FromSeconds(63.75));
        Assert.IsType<WatchReport.Changed>(Assert.Single(watch.Reports));
    }

    [Fact]
    public async Task A_service_that_does_not_exist_is_reported_once_whatever_wakes_its_question()
    {
        await using var watch = Watch(new HealthyService("none"));
        await BlocksAsync();
        for (var port = 1; port <= 20; port++)
        {
            var requests = _consul.Requests.Count;
            _consul.Change(catalog => catalog.Service("other", new ScriptedInstance("n", port)));
            await Eventually.HoldsAsync("the next question", _clock, Step, () => _consul.Requests.Count > requests && _consul.Blocked == 1);
        }

        Assert.Single(watch.Reports);
        var times = _consul.Requests.Skip(1).Select(request => request.Time).ToArray();
        Assert.True(times.Length >= 20, "the changes must have woken it");
        Assert.All(times.Zip(times.Skip(1), (earlier, later) => later - earlier), pause => Assert.True(pause >= ConsulRender.Consul.Watching.Watch.Pause - Step, $"{pause} is too short"));
    }

    [Fact]
    public async Task A_folder_whose_keys_come_and_go_is_followed_down_to_nothing_and_back()
    {
        await using var watch = Watch(new KeyTree("f"));
        foreach (var (keys, change) in new (int, Action<ScriptedCatalog>)[]
        {
            (1, catalog => catalog.Key("f/a", "1")),
            (2, catalog => catalog.Key("f/b", "2")),
            (1, catalog => catalog.DeleteKey("f/a")),
            (0, catalog => catalog.DeleteKey("f/b")),
            (1, catalog => catalog.Key("f/b", "3")),
        })
        {
            await BlocksAsync();
            _consul.Change(change);
            await Eventually.HoldsAsync($"a report of {keys} keys", () => Trees(watch).LastOrDefault() == keys);
        }

        // Keys beside the folder, whose names only begin alike, do not even wake it.
        await BlocksAsync();
        var requests = _consul.Requests.Count;
        _consul.Change(catalog => catalog.Key("folder", "1"));
        Assert.Equal(requests, _consul.Requests.Count);
        Assert.Equal([0, 1, 2, 1, 0, 1], Trees(watch));
    }

    [Fact]
    public async Task A_streaming_agent_that_says_it_knows_no_leader_is_believed()
    {
        _consul.Staleness = ("false", "9000", "streaming");
        await using var watch = Watch(new KeyValue("a"));
        foreach (var value in new[] { "2", "3" })
        {
            await BlocksAsync();
            _consul.Change(catalog => catalog.Key("a", value));
            await watch.ReportsAsync(value);
        }

        Assert.All(_consul.Requests, request => Assert.True(request.IsStale, "nobody need ask the leader"));
        Assert.All(watch.Reports, report => Assert.IsType<WatchReport.Changed>(report));
    }

    [Fact]
    public async Task A_watch_has_never_two_questions_under_way_so_no_older_answer_comes_after_a_newer_one()
    {
        using var agent = new SlowAgent(_clock);
        using var client = new ConsulClient(new() { MaxStale = TimeSpan.FromSeconds(2) }, _clock, agent);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var values = new ConcurrentQueue<object?>();
        var watch = new Watch(client, new KeyValue("a"), _clock, (report, _) =>
        {
            values.Enqueue(report is WatchReport.Changed changed ? changed.Reading.Value : report);
            return ValueTask.CompletedTask;
        }).RunAsync(stop.Token);
        await Eventually.HoldsAsync("thirty answers", _clock, TimeSpan.FromMilliseconds(50), () => agent.Answered >= 30);

        await stop.CancelAsync();
        await Eventually.EndsAsync("the watch to end", watch);
        Assert.Equal(1, agent.MostUnderWay);
        Assert.Equal(values.Order(), values);
        Assert.True(values.Count > 10);
    }

    [Fact]
    public async Task A_watch_that_is_called_needs_no_ring_to_read_what_a_restored_snapshot_left()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var made = new TaskCompletionSource<Bell>(TaskCreationOptions.RunContinuationsAsynchronously);
        var reported = 0;
        var watch = FollowCalledAsync(made, () => reported++, stop.Token);
        var bell = await made.Task;
        bell.Ring();
        await Eventually.HoldsAsync("the first reading", _clock, Step, () => reported == 1);
        _consul.Change(catalog => catalog.Key("a", "2"));
        bell.Ring();
        await Eventually.HoldsAsync("a question that the agent holds", _clock, Step, () => _consul.Blocked == 1);
        _consul.Release();

        await Eventually.HoldsAsync("the question without index", _clock, Step, () => _consul.Requests.Count == 4);
        Assert.Equal(0ul, _consul.Requests[3].Index);
        await stop.CancelAsync();
        await Eventually.EndsAsync("the watch to end", watch);
    }

    private async Task FollowCalledAsync(TaskCompletionSource<Bell> made, Action report, CancellationToken stop)
    {
        using var client = _consul.Client();
        using var callers = new SemaphoreSlim(1);
        using var turn = new WatchTurn(new ConnectionBudget(1, TimeProvider.System), callers, stop);
        turn.LetCall();
        made.SetResult(turn.Bell);
        await new Watch(client, new KeyValue("a"), _clock, Report).RunAsync(turn, stop);

        ValueTask Report(WatchReport told, CancellationToken cancellationToken)
        {
            report();
            return ValueTask.CompletedTask;
        }
    }

    private static int[] Trees(RunningWatch watch) => [.. watch.Values.Select(value => ((EquatableList<KeyPair>)value).Count)];

    private RunningWatch Watch(ConsulQuery dependency) => new(_consul, _clock, dependency);

    private Task BlocksAsync() => Eventually.HoldsAsync("the agent to hold a query", _clock, Step, () => _consul.Blocked == 1);

    /// <summary>An agent with a new value for each question, whose answers take the longer the fewer came before, and are of a server behind the others now and then.</summary>
    private sealed class SlowAgent(TimeProvider timeProvider) : HttpMessageHandler
    {
        private int _underWay;
        private int _answered;

        internal int Answered => Volatile.Read(ref _answered);

        internal int MostUnderWay { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            MostUnderWay = Math.Max(MostUnderWay, Interlocked.Increment(ref _underWay));
            var number = 100 + _answered;
            await Task.Delay(TimeSpan.FromMilliseconds(3000 / number), timeProvider, cancellationToken);
            Interlocked.Increment(ref _answered);
            Interlocked.Decrement(ref _underWay);
            var isBehind = number % 5 == 4 && request.RequestUri!.Query.Contains("stale", StringComparison.Ordinal);
            var shown = isBehind ? number - 4 : number;
            var value = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{shown}"));
            var answer = new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent($$"""[{"Key":"a","Value":"{{value}}"}]""") };
            answer.Headers.Add("X-Consul-Index", $"{shown}");
            answer.Headers.Add("X-Consul-LastContact", isBehind && number % 2 == 0 ? "9000" : "0");
            return answer;
        }
    }
}
