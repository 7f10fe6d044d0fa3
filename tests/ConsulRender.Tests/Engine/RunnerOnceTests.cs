using ConsulRender.Consul;
using ConsulRender.Groups;
using Xunit;

namespace ConsulRender.Tests.Engine;

/// <summary>The loop with <c>-once</c>.</summary>
public sealed class RunnerOnceTests : IAsyncDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    private readonly RunnerUnderTest _runner = new();

    public ValueTask DisposeAsync() => _runner.DisposeAsync();

    [Fact]
    public async Task It_ends_when_every_file_is_in_place_without_waiting_for_quiet()
    {
        _runner.Key("a", "1").Key("b", "2").With("one", "{{ key(\"a\") }}", wait: "5s:20s").With("two", "{{ key(\"b\") }}").Start(once: true);
        await _runner.EndsAsync();

        Assert.Equal("1", _runner.Directory.Read("one"));
        Assert.Equal("2", _runner.Directory.Read("two"));
    }

    [Fact]
    public async Task It_waits_for_a_key_that_does_not_exist_yet_and_writes_nothing_before()
    {
        _runner.Key("a", "1").With("one", "{{ key(\"a\") }}").With("two", "{{ key(\"b\") }}").Start(once: true);
        await Eventually.HoldsAsync("the missing key to be waited for", () => _runner.Consul.Requests.Count >= 2 && _runner.Runner.Status.WaitingFor().Any(line => line.Contains("Consul has no such key", StringComparison.Ordinal)));
        Assert.False(_runner.Exists("one"));
        Assert.False(_runner.Task.IsCompleted);

        _runner.Key("b", "2");
        await Eventually.HoldsAsync("the loop to end", _runner.Clock, Step, () => _runner.Task.IsCompleted);
        await _runner.EndsAsync();
        Assert.Equal("1", _runner.Directory.Read("one"));
        Assert.Equal("2", _runner.Directory.Read("two"));
    }

    [Fact]
    public async Task Without_an_agent_the_snapshot_answers_everything_in_one_go()
    {
        _runner.With("out", "{{ key(\"a\") }}").Start(once: true, Fixture("""{ "keys": { "a": "1" } }"""));
        await _runner.EndsAsync();

        Assert.Equal("1", _runner.Directory.Read("out"));
    }

    // Nothing could ever bring what the fixture does not have.
    [Fact]
    public async Task What_a_snapshot_without_an_agent_lacks_is_a_failure_at_once()
    {
        _runner.With("out", "{{ key(\"a\") }}{{ key(\"b\") }}").With("other", "fine").Start(once: true, Fixture("""{ "keys": { "a": "1" } }"""));
        await _runner.EndsAsync();

        var failure = _runner.Failure("out");
        Assert.Equal(FailureKind.Template, failure.Kind);
        Assert.Equal($"contents of {_runner.Directory.Path("out")}:1:18: key(\"b\") is not in the snapshot; add it, or use key_or_default", failure.Message);
        Assert.Equal("fine", _runner.Directory.Read("other"));
    }

    [Theory]
    [InlineData(FailureKind.Template, "{{ \"a\" | regex_match: key(\"a\") }}", "(", null, null)]
    [InlineData(FailureKind.Guard, "{{ key(\"a\") }}", " ", null, null)]
    [InlineData(FailureKind.Check, "{{ key(\"a\") }}", "x", "test ! -e {path}", null)]
    [InlineData(FailureKind.Reload, "{{ key(\"a\") }}", "x", null, "exit 3 # fails")]
    public async Task A_failure_ends_its_group_and_no_other(FailureKind kind, string contents, string value, string? check, string? reload)
    {
        _runner.Key("a", value).With("bad", contents, check, reload).With("good", "[{{ key(\"a\") }}]").Start(once: true);
        await _runner.EndsAsync();

        Assert.Equal(kind, _runner.Failure("bad").Kind);
        Assert.False(_runner.Exists("bad"));
        Assert.Equal($"[{value}]", _runner.Directory.Read("good"));
    }

    [Fact]
    public async Task A_destination_that_cannot_be_written_ends_its_group_and_no_other()
    {
        Directory.CreateDirectory(_runner.Directory.Path("bad"));
        _runner.Key("a", "1").With("bad", "{{ key(\"a\") }}").With("good", "{{ key(\"a\") }}").Start(once: true);
        await _runner.EndsAsync();

        Assert.Equal(FailureKind.Destination, _runner.Failure("bad").Kind);
        Assert.Equal("1", _runner.Directory.Read("good"));
    }

    [Fact]
    public async Task A_refusal_of_Consul_ends_the_groups_that_need_the_answer()
    {
        _runner.Consul.Next(Misbehaviours.Status(403, "Permission denied"));
        _runner.With("bad", "{{ key(\"a\") }}").With("good", "fine").Start(once: true);
        await _runner.EndsAsync();

        var failure = _runner.Failure("bad");
        Assert.Equal(FailureKind.Consul, failure.Kind);
        Assert.Equal($"contents of {_runner.Directory.Path("bad")}:1:4: key(\"a\"): HTTP 403: Permission denied", failure.Message);
        Assert.Equal("fine", _runner.Directory.Read("good"));
    }

    // The second group comes upon the key only when the first has failed for it.
    [Fact]
    public async Task A_refusal_fails_also_the_group_that_asks_later()
    {
        _runner.Consul.AlwaysAt = "/v1/kv/a";
        _runner.Consul.Always = Misbehaviours.Status(403, "Permission denied");
        _runner.With("bad", "{{ key(\"a\") }}").With("later", "{% if key(\"next\") %}{{ key(\"a\") }}{% endif %}").Start(once: true);
        await Eventually.HoldsAsync("the first failure", () => _runner.Runner.Status.Groups is [{ Outcome: not null }, _]);
        _runner.Key("next", "x");
        await Eventually.HoldsAsync("the loop to end", _runner.Clock, Step, () => _runner.Task.IsCompleted);
        await _runner.EndsAsync();

        Assert.Equal($"contents of {_runner.Directory.Path("later")}:1:24: key(\"a\"): HTTP 403: Permission denied", _runner.Failure("later").Message);
    }

    [Fact]
    public async Task A_question_that_was_given_up_ends_the_groups_that_need_it_and_no_other()
    {
        await using var runner = new RunnerUnderTest { Retry = new() { Attempts = 5 } };
        runner.Consul.AlwaysAt = "/v1/kv/a";
        runner.Consul.Always = Misbehaviours.ConnectionRefused;
        runner.Key("b", "2").With("bad", "{{ key(\"a\") }}").With("good", "{{ key(\"b\") }}").Start(once: true);
        await Eventually.HoldsAsync("the loop to end", runner.Clock, Step, () => runner.Task.IsCompleted);
        await runner.EndsAsync();

        var failure = runner.Failure("bad");
        Assert.Equal(FailureKind.Consul, failure.Kind);
        Assert.Equal($"contents of {runner.Directory.Path("bad")}:1:4: key(\"a\"): gave up after 5 attempts: connection refused", failure.Message);
        Assert.Equal(5, runner.Consul.Requests.Count(request => request.Path == "/v1/kv/a"));
        Assert.Equal("2", runner.Directory.Read("good"));
    }

    [Fact]
    public async Task Every_failure_of_consul_but_a_refusal_is_waited_out()
    {
        _runner.Key("a", "1");
        _runner.Consul.Next(
            Misbehaviours.ConnectionRefused, Misbehaviours.Status(500), Misbehaviours.Status(429), Misbehaviours.CutBody, Misbehaviours.Body("no JSON"));
        _runner.With("out", "{{ key(\"a\") }}").Start(once: true);
        await _runner.HoldsInTimeAsync("out", "1", Step);
        await _runner.EndsAsync();
    }

    [Fact]
    public async Task A_failed_group_does_not_keep_the_loop_busy_while_others_wait()
    {
        _runner.Key("a", "(").With("bad", "{{ \"a\" | regex_match: key(\"a\") }}").With("waiting", "{{ key(\"b\") }}").Start(once: true);
        await Eventually.HoldsAsync("the failed template", () => _runner.Runner.Status.Groups is [{ Outcome: not null }, _]);
        for (var second = 0; second < 30; second++)
        {
            _runner.Clock.Advance(TimeSpan.FromSeconds(1));
            var asked = _runner.Consul.Requests.Count;
            await Eventually.HoldsAsync("the next look for the key", _runner.Clock, Step, () => _runner.Consul.Requests.Count > asked);
        }

        _runner.Key("b", "2");
        await Eventually.HoldsAsync("the loop to end", _runner.Clock, Step, () => _runner.Task.IsCompleted);
        Assert.InRange(_runner.Clock.Turns, 1, 200);
    }

    [Fact]
    public async Task A_dry_run_prints_every_file_and_fails_where_a_real_one_would()
    {
        using var output = new StringWriter();
        _runner.Key("a", "1\n").With("one", "{{ key(\"a\") }}", check: "echo {path} >>LOG", reload: "echo reload >>LOG").With("two", "{{ key(\"a\") }}").With("empty", " ");
        _runner.Start(once: true, dry: output);
        await _runner.EndsAsync();

        Assert.Equal($"> {_runner.Directory.Path("one")}\n1\n> {_runner.Directory.Path("two")}\n1\n", output.ToString());
        Assert.Equal(FailureKind.Guard, _runner.Failure("empty").Kind);
        Assert.Empty(_runner.Directory.Names);
    }

    [Fact]
    public async Task Cancelling_ends_it_without_a_half_written_file()
    {
        _runner.Key("a", "1").With("out", "{{ key(\"a\") }}", check: "echo {path} >>LOG; sleep 300").Start(once: true);
        await Eventually.HoldsAsync("the check", () => _runner.Directory.Log.Count == 1);
        await _runner.StopAsync();

        Assert.True(_runner.Task.IsCanceled);
        Assert.Equal(["log"], _runner.Directory.Names);
    }

    private Snapshot Fixture(string json)
    {
        var path = Path.Combine(_runner.Directory.Root, "fixture.json");
        File.WriteAllText(path, json);
        return Snapshot.Load(path);
    }
}
