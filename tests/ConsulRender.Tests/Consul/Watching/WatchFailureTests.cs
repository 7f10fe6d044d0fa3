using ConsulRender.Consul;
using ConsulRender.Consul.Dependencies;
using ConsulRender.Consul.Watching;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ConsulRender.Tests.Consul.Watching;

public sealed class WatchFailureTests : IDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    private readonly FakeTimeProvider _clock = new();
    private readonly ScriptedConsul _consul;

    public WatchFailureTests()
    {
        _consul = new ScriptedConsul(_clock);
        _consul.Change(catalog => catalog.Key("a", "1"));
    }

    public void Dispose() => _consul.Dispose();

    [Fact]
    public async Task An_agent_that_dies_and_comes_back_with_less_is_caught_up_with()
    {
        _consul.Change(catalog => catalog.Index = 900);
        _consul.Change(catalog => catalog.Key("a", "1"));
        await using var watch = Watch();
        await BlocksAsync();

        _consul.Always = Misbehaviours.ConnectionRefused;
        _consul.Cut();
        await Eventually.HoldsAsync("five tries", _clock, TimeSpan.FromMilliseconds(500), () => _consul.Requests.Count >= 7);
        _consul.Always = null;
        _consul.Change(catalog =>
        {
            catalog.Clear();
            catalog.Key("a", "new life");
        });
        await watch.ReportsInTimeAsync("new life", Step);
        await RecoversAsync(watch);

        Assert.Equal(["Changed", "Failed", "Changed", "Recovered"], Kinds(watch));
        Assert.All(_consul.Requests.Skip(2).Take(5), request => Assert.Equal(0ul, request.Index));
    }

    [Fact]
    public async Task Coming_back_with_the_same_value_is_a_recovery_and_no_change()
    {
        await using var watch = Watch();
        await BlocksAsync();
        _consul.Cut();
        await Eventually.HoldsAsync("the recovery", _clock, Step, () => watch.Reports.Any(report => report is WatchReport.Recovered));
        await BlocksAsync();

        Assert.Equal(["Changed", "Failed", "Recovered"], Kinds(watch));
    }

    [Fact]
    public async Task The_first_answer_after_a_failure_comes_from_the_leader()
    {
        await using var watch = Watch();
        await BlocksAsync();
        _consul.Cut();
        await Eventually.HoldsAsync("another query held", _clock, Step, () => _consul.Requests.Count >= 4 && _consul.Blocked == 1);

        Assert.Equal([(0ul, true), (11ul, true), (0ul, false), (11ul, true)], _consul.Requests.Take(4).Select(request => (request.Index, request.IsStale)));
        Assert.True(_consul.Requests[2].IsConsistent);
    }

    [Fact]
    public async Task An_agent_that_is_just_starting_must_have_read_its_log_before_it_is_believed()
    {
        _consul.Next(Misbehaviours.Status(500, "No cluster leader"));
        await using var watch = Watch();
        await Eventually.HoldsAsync("a query held", _clock, Step, () => _consul.Requests.Count >= 3 && _consul.Blocked == 1);

        Assert.Equal([false, true, false], _consul.Requests.Take(3).Select(request => request.IsConsistent));
    }

    [Fact]
    public async Task Tries_are_doubled_in_time_up_to_a_minute_and_reported_once()
    {
        _consul.Always = Misbehaviours.Status(500, "No cluster leader");
        await using var watch = Watch();
        await Eventually.HoldsAsync("twelve tries", _clock, TimeSpan.FromSeconds(1), () => _consul.Requests.Count >= 12);

        var failed = Assert.IsType<WatchReport.Failed>(Assert.Single(watch.Reports));
        Assert.Equal((new KeyValue("a"), ConsulFailure.Broken, TimeSpan.FromMilliseconds(250)), (failed.Dependency, ((ConsulException)failed.Error).Failure, failed.NextTry));
        double[] least = [0.25, 0.5, 1, 2, 4, 8, 16, 32, 60, 60, 60];
        Assert.All(Pauses().Zip(least), pair => Assert.True(pair.First.TotalSeconds >= pair.Second, $"{pair.First} is shorter than {pair.Second} s"));
    }

    [Fact]
    public async Task An_answer_ends_the_row_so_that_the_next_failure_is_reported_and_tried_soon_again()
    {
        await using var watch = Watch();
        for (var outage = 1; outage <= 2; outage++)
        {
            await BlocksAsync();
            _consul.Next(Misbehaviours.ConnectionRefused, Misbehaviours.ConnectionRefused);
            _consul.Cut();
            await Eventually.HoldsAsync("the recovery", _clock, Step, () => watch.Reports.OfType<WatchReport.Recovered>().Count() == outage);
        }

        Assert.Equal(["Changed", "Failed", "Recovered", "Failed", "Recovered"], Kinds(watch));
        Assert.All(watch.Reports.OfType<WatchReport.Failed>(), failed => Assert.Equal(TimeSpan.FromMilliseconds(250), failed.NextTry));
    }

    [Fact]
    public async Task Another_kind_of_failure_is_reported_again()
    {
        _consul.Next(Misbehaviours.ConnectionRefused, Misbehaviours.ConnectionRefused, Misbehaviours.Status(403), Misbehaviours.Status(403), Misbehaviours.Status(429));
        await using var watch = Watch();
        await watch.ReportsInTimeAsync("1", TimeSpan.FromSeconds(1));
        await RecoversAsync(watch);

        Assert.Equal(
            [ConsulFailure.Unreachable, ConsulFailure.Refused, ConsulFailure.Busy],
            watch.Reports.OfType<WatchReport.Failed>().Select(failed => ((ConsulException)failed.Error).Failure));
        Assert.Equal(["Failed", "Failed", "Failed", "Changed", "Recovered"], Kinds(watch));
    }

    [Theory]
    [InlineData(1, "gave up after 1 attempt: connection refused")]
    [InlineData(3, "gave up after 3 attempts: connection refused")]
    public async Task A_short_run_gives_up_after_the_attempts_that_it_has(int attempts, string message)
    {
        _consul.Always = Misbehaviours.ConnectionRefused;
        await using var watch = new RunningWatch(_consul, _clock, new KeyValue("a"), once: true, new() { Attempts = attempts });
        await Eventually.HoldsAsync("the watch to end", _clock, Step, () => watch.Task.IsCompleted);

        var last = Assert.IsType<WatchReport.Failed>(watch.Reports[^1]);
        Assert.Equal((true, message), (last.Error.IsLasting, last.Error.Message));
        Assert.Equal(attempts, _consul.Requests.Count);
        Assert.Equal(attempts == 1 ? ["Failed"] : ["Failed", "Failed"], Kinds(watch));
    }

    // An answer, also one that there is nothing yet, begins a new row.
    [Fact]
    public async Task Only_failures_in_a_row_make_a_short_run_give_up()
    {
        _consul.Next(Misbehaviours.Status(500), Misbehaviours.ConnectionRefused, Misbehaviours.Answer(404, "", ("X-Consul-Index", "10")), Misbehaviours.Status(500), Misbehaviours.Status(429));
        await using var watch = new RunningWatch(_consul, _clock, new KeyValue("a"), once: true, new() { Attempts = 3 });
        await Eventually.HoldsAsync("the watch to end", _clock, Step, () => watch.Task.IsCompleted);

        Assert.Equal(["(absent)", "1"], watch.Values);
        Assert.Equal(6, _consul.Requests.Count);
    }

    [Fact]
    public async Task A_daemon_asks_for_ever_however_few_attempts_it_has()
    {
        _consul.Always = Misbehaviours.ConnectionRefused;
        await using var watch = new RunningWatch(_consul, _clock, new KeyValue("a"), retry: new() { Attempts = 2, Backoff = TimeSpan.FromMilliseconds(10), MaxBackoff = TimeSpan.FromMilliseconds(20) });
        await Eventually.HoldsAsync("ten tries", _clock, TimeSpan.FromMilliseconds(20), () => _consul.Requests.Count >= 10);

        var failed = Assert.IsType<WatchReport.Failed>(Assert.Single(watch.Reports));
        Assert.Equal((false, TimeSpan.FromMilliseconds(10)), (failed.Error.IsLasting, failed.NextTry));
    }

    public static TheoryData<string> Mishaps => ["refused", "closed", "500", "403", "429", "cut", "garbage", "empty", "404 page"];

    [Theory]
    [MemberData(nameof(Mishaps))]
    public async Task No_mishap_ends_the_watch_or_changes_the_value(string mishap)
    {
        await using var watch = Watch();
        await BlocksAsync();
        _consul.Next(
            mishap switch
            {
                "refused" => Misbehaviours.ConnectionRefused,
                "closed" => _ => throw Misbehaviours.Closed(),
                "cut" => Misbehaviours.CutBody,
                "garbage" => Misbehaviours.Body("<html>"),
                "empty" => Misbehaviours.Body(""),
                "404 page" => Misbehaviours.Status(404, "<html>"),
                _ => Misbehaviours.Status(int.Parse(mishap, System.Globalization.CultureInfo.InvariantCulture)),
            });
        _consul.Change(catalog => catalog.Key("a", "2"));
        await Eventually.HoldsAsync("the recovery", _clock, TimeSpan.FromMilliseconds(500), () => watch.Reports.Any(report => report is WatchReport.Recovered));
        _consul.Change(catalog => catalog.Key("a", "3"));
        await watch.ReportsInTimeAsync("3", Step);

        Assert.Equal("Failed", Assert.Single(Kinds(watch), kind => kind == "Failed"));
        Assert.DoesNotContain("(absent)", watch.Values);
    }

    [Fact]
    public async Task An_agent_that_hangs_is_asked_again()
    {
        await using var watch = Watch();
        await BlocksAsync();
        _consul.Next(Misbehaviours.Hang);
        _consul.Change(catalog => catalog.Key("a", "2"));
        await watch.ReportsAsync("2");
        await Eventually.HoldsAsync("the recovery", _clock, TimeSpan.FromSeconds(1), () => watch.Reports.Any(report => report is WatchReport.Recovered));

        Assert.Equal(["Changed", "Changed", "Failed", "Recovered"], Kinds(watch));
    }

    [Theory]
    [InlineData("blocked")]
    [InlineData("backing off")]
    public async Task Cancellation_ends_a_watch_at_once_and_without_exception(string state)
    {
        _consul.Always = state == "blocked" ? null : Misbehaviours.ConnectionRefused;
        await using (var watch = Watch())
        {
            await Eventually.HoldsAsync("the watch to wait", () => state == "blocked" ? _consul.Blocked == 1 : watch.Reports.Count == 1);
        }

        Assert.Equal(0, _consul.Blocked);
    }

    [Fact]
    public async Task A_listener_that_fails_ends_the_watch_with_its_exception()
    {
        using var client = _consul.Client();
        var watch = new Watch(client, new KeyValue("a"), _clock, (_, _) => throw new InvalidOperationException("full"));

        var run = watch.RunAsync(TestContext.Current.CancellationToken);

        Assert.Equal("full", (await Assert.ThrowsAsync<InvalidOperationException>(() => Eventually.EndsAsync("the watch to end", run))).Message);
    }

    private RunningWatch Watch() => new(_consul, _clock, new KeyValue("a"));

    private Task BlocksAsync() => Eventually.HoldsAsync("the agent to hold a query", _clock, Step, () => _consul.Blocked == 1);

    private static Task RecoversAsync(RunningWatch watch) =>
        Eventually.HoldsAsync("the report of the recovery", () => watch.Reports[^1] is WatchReport.Recovered);

    private static IEnumerable<string> Kinds(RunningWatch watch) => watch.Reports.Select(report => report.GetType().Name);

    private IEnumerable<TimeSpan> Pauses()
    {
        var times = _consul.Requests.Select(request => request.Time).ToArray();
        return times.Zip(times.Skip(1), (earlier, later) => later - earlier);
    }
}
