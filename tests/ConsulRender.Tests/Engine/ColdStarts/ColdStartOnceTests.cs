using ConsulRender.ColdStarts;
using ConsulRender.Consul;
using ConsulRender.Consul.Dependencies;
using ConsulRender.Consul.Saved;
using ConsulRender.Groups;
using Xunit;

namespace ConsulRender.Tests.Engine.ColdStarts;

/// <summary><c>-once -allow-stale 10m</c>.</summary>
public sealed class ColdStartOnceTests : IAsyncDisposable
{
    private static readonly TimeSpan _step = TimeSpan.FromMilliseconds(100);

    private readonly TemporaryDirectory _directory = new();
    private readonly RunnerUnderTest _runner;

    public ColdStartOnceTests() => _runner = Runner(new RetryOptions());

    public async ValueTask DisposeAsync()
    {
        await _runner.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task Readings_that_are_not_too_old_end_it_with_a_warning()
    {
        Save(TimeSpan.FromMinutes(10), "a", "b");
        _runner.Consul.Always = Misbehaviours.ConnectionRefused;
        _runner.With("one", "{{ key(\"a\") }}").With("two", "{{ key(\"b\") }}").Start(once: true);
        await _runner.EndsAsync();

        Assert.Equal("old a old b", $"{_directory.Read("one")} {_directory.Read("two")}");
        Assert.Contains(_runner.Lines, line => line.StartsWith("Warning: Consul gives no answer (", StringComparison.Ordinal) && line.EndsWith("; 2 groups are rendered from readings saved 1999-12-31T23:50:00Z (10m ago)", StringComparison.Ordinal));
        Assert.All(_runner.Runner.Status.Groups, group => Assert.NotNull(group.StaleAsOf));
    }

    [Fact]
    public async Task Readings_that_are_too_old_are_told_of_and_Consul_is_waited_for()
    {
        Save(TimeSpan.FromMinutes(10) + TimeSpan.FromSeconds(1), "a");
        _runner.Consul.Always = Misbehaviours.ConnectionRefused;
        _runner.Key("a", "new").With("out", "{{ key(\"a\") }}").Start(once: true);
        await _runner.SaysAsync("Warning: the saved readings are of 1999-12-31T23:49:59Z and so 10m1s old, older than the 10m of -allow-stale; they are not used");
        Assert.False(_runner.Exists("out"));

        _runner.Consul.Always = null;
        await Eventually.HoldsAsync("the loop to end", _runner.Clock, _step, () => _runner.Task.IsCompleted);
        Assert.Equal("new", _directory.Read("out"));
    }

    [Fact]
    public async Task Readings_of_a_time_that_is_yet_to_come_are_of_no_known_age()
    {
        Save(TimeSpan.FromMinutes(-5), "a");
        _runner.Consul.Always = Misbehaviours.ConnectionRefused;
        _runner.With("out", "{{ key(\"a\") }}").Start(once: true);

        await _runner.SaysAsync("Warning: the saved readings are of 2000-01-01T00:05:00Z, which is yet to come by the clock of this host; they are not used");
    }

    [Fact]
    public async Task Without_any_it_says_so_and_waits()
    {
        _runner.Consul.Always = Misbehaviours.ConnectionRefused;
        _runner.Key("a", "new").With("out", "{{ key(\"a\") }}").Start(once: true);
        await _runner.SaysAsync("Warning: there are no saved readings in ");

        _runner.Consul.Always = null;
        await Eventually.HoldsAsync("the loop to end", _runner.Clock, _step, () => _runner.Task.IsCompleted);
        Assert.Equal("new", _directory.Read("out"));
    }

    [Fact]
    public async Task An_agent_that_hangs_is_waited_for_two_seconds()
    {
        Save(TimeSpan.FromMinutes(1), "a");
        _runner.Consul.Always = Misbehaviours.Hang;
        _runner.With("out", "{{ key(\"a\") }}").Start(once: true);
        await Eventually.HoldsAsync("the question to be asked", () => _runner.Consul.Requests.Count == 1);
        Assert.False(_runner.Task.IsCompleted);

        _runner.Clock.Advance(Silence.Patience);
        await _runner.EndsAsync();
        Assert.Equal("old a", _directory.Read("out"));
    }

    [Fact]
    public async Task A_run_that_asks_only_once_uses_them_before_it_gives_up()
    {
        await using var runner = Runner(new RetryOptions { Attempts = 1 });
        Save(TimeSpan.FromMinutes(1), "a");
        runner.Consul.Always = Misbehaviours.ConnectionRefused;
        runner.With("good", "{{ key(\"a\") }}").With("bad", "{{ key(\"b\") }}").Start(once: true);
        await runner.EndsAsync();

        Assert.Equal("old a", _directory.Read("good"));
        Assert.Equal(FailureKind.Consul, runner.Failure("bad").Kind);
    }

    [Fact]
    public async Task A_run_saves_for_the_next_one()
    {
        _runner.Key("a", "1").With("out", "{{ key(\"a\") }}").Start(once: true);
        await _runner.EndsAsync();
        File.Delete(_directory.Path("out"));

        await using var next = Runner(new RetryOptions());
        next.Consul.Always = Misbehaviours.ConnectionRefused;
        next.With("out", "{{ key(\"a\") }}").Start(once: true);
        await next.EndsAsync();
        Assert.Equal("1", _directory.Read("out"));
    }

    private RunnerUnderTest Runner(RetryOptions retry) => new()
    {
        Directory = _directory,
        Retry = retry,
        ColdStart = new ColdStartOptions(_directory.Path("state/snapshot.json")) { WithSecrets = true, OldestAllowed = TimeSpan.FromMinutes(10) },
    };

    // The clock of these tests begins with the year 2000.
    private void Save(TimeSpan age, params string[] keys)
    {
        var asOf = new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero) - age;
        new SavedFile(_directory.Path("state/snapshot.json")).Write(
            new SavedReadings
            {
                AsOf = asOf,
                Agents = new Dictionary<string, string> { [""] = "http://127.0.0.1:8500/", ["east"] = "http://127.0.0.1:8500/" },
                Readings = [.. keys.Select(key => new Reading(new KeyValue(key), 0, $"old {key}", asOf))],
            },
            withSecrets: true);
    }
}
