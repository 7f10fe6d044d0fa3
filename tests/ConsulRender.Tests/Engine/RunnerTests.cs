using ConsulRender.Groups;
using Xunit;

namespace ConsulRender.Tests.Engine;

/// <summary>The loop as a daemon.</summary>
public sealed class RunnerTests : IAsyncDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(500);

    private readonly RunnerUnderTest _runner = new();

    public ValueTask DisposeAsync() => _runner.DisposeAsync();

    [Fact]
    public async Task A_changed_key_is_written_at_once_and_reloaded()
    {
        _runner.Key("a", "1").With("out", "a={{ key(\"a\") }}", reload: "cat DIR/out >>LOG; echo >>LOG").Start();
        await _runner.HoldsAsync("out", "a=1");
        _runner.Key("a", "2");
        await _runner.HoldsAsync("out", "a=2");

        await Eventually.HoldsAsync("both reloads", () => _runner.Directory.Log.Count == 2);
        Assert.Equal(["a=1", "a=2"], _runner.Directory.Log);
    }

    [Fact]
    public async Task A_burst_of_changes_is_written_once_after_the_quiet_period()
    {
        _runner.Key("a", "0").With("out", "{{ key(\"a\") }}", reload: "cat DIR/out >>LOG; echo >>LOG", wait: "5s:20s").With("seen", "{{ key(\"a\") }}").Start();
        await _runner.HoldsAsync("out", "0");
        foreach (var value in new[] { "1", "2", "3", "4" })
        {
            await ChangeAsync(value);
            _runner.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal("0", _runner.Directory.Read("out"));
        _runner.Clock.Advance(TimeSpan.FromSeconds(3.9));
        await _runner.TurnAsync();
        Assert.Equal("0", _runner.Directory.Read("out"));

        _runner.Clock.Advance(TimeSpan.FromSeconds(0.1));
        await _runner.HoldsAsync("out", "4");
        await Eventually.HoldsAsync("the reload", () => _runner.Directory.Log.Count == 2);
        Assert.Equal(["0", "4"], _runner.Directory.Log);
    }

    [Fact]
    public async Task Changes_that_never_stop_are_written_at_the_maximum()
    {
        _runner.Key("a", "0").With("out", "{{ key(\"a\") }}", wait: "5s:20s").With("seen", "{{ key(\"a\") }}").Start();
        await _runner.HoldsAsync("out", "0");
        foreach (var value in new[] { "1", "2", "3", "4", "5" })
        {
            await ChangeAsync(value);
            Assert.Equal("0", _runner.Directory.Read("out"));
            _runner.Clock.Advance(TimeSpan.FromSeconds(4));
        }

        await _runner.HoldsAsync("out", "5");
    }

    [Fact]
    public async Task Only_groups_that_used_what_changed_are_evaluated_again()
    {
        _runner.Key("a", "1").Key("b", "1").With("one", "{{ key(\"a\") }}").With("two", "{{ key(\"b\") }}").Start();
        await _runner.HoldsAsync("one", "1");
        await _runner.HoldsAsync("two", "1");

        // A group that is evaluated would write its file again.
        File.Delete(_runner.Directory.Path("two"));
        _runner.Key("a", "2");
        await _runner.HoldsAsync("one", "2");
        Assert.False(_runner.Exists("two"));

        _runner.Key("b", "2");
        await _runner.HoldsAsync("two", "2");
    }

    [Fact]
    public async Task A_change_of_one_service_evaluates_only_the_groups_that_listed_it()
    {
        Service("web", 80);
        Service("db", 90);
        const string Ports = "{% for i in service(\"web\") %}{{ i.port }}{% endfor %}";
        _runner.With("one", Ports).With("two", Ports.Replace("web", "db", StringComparison.Ordinal)).With("names", "{% for s in services() %}{{ s.name }} {% endfor %}").Start();
        await _runner.HoldsAsync("one", "80");
        await _runner.HoldsAsync("two", "90");
        await _runner.HoldsAsync("names", "consul db web ");

        // A group that is evaluated would write its file again.
        File.Delete(_runner.Directory.Path("two"));
        File.Delete(_runner.Directory.Path("names"));
        Service("web", 81);
        await _runner.HoldsAsync("one", "81");
        await _runner.TurnAsync();
        Assert.False(_runner.Exists("two"));
        Assert.False(_runner.Exists("names"));
    }

    [Fact]
    public async Task Dependencies_are_discovered_in_levels_and_asked_for_together()
    {
        string[] names = ["web", "db", "mail"];
        _runner.Consul.Change(catalog => Array.ForEach(names, name => catalog.Service(name, new ScriptedInstance("node", 80))));
        _runner.With("out", "{% for s in services() %}{% for i in service(s.name) %}{{ s.name }}:{{ i.port }} {% endfor %}{% endfor %}").Start();
        await _runner.HoldsAsync("out", "db:80 mail:80 web:80 ");

        _runner.Consul.Change(catalog => catalog.Service("cache", new ScriptedInstance("node", 81)));
        await _runner.HoldsAsync("out", "cache:81 db:80 mail:80 web:80 ");
    }

    [Fact]
    public async Task One_slow_answer_does_not_hold_up_what_the_others_lead_to()
    {
        _runner.Key("a", "b").Key("b", "2").With("out", "{{ key(key(\"a\")) }}{{ key(\"slow\") }}").Start();
        await Eventually.HoldsAsync("the second level", _runner.Clock, TimeSpan.FromMilliseconds(10), () => _runner.Consul.Requests.Any(request => request.Path == "/v1/kv/b"));
        Assert.False(_runner.Exists("out"));

        _runner.Key("slow", "!");
        await _runner.HoldsInTimeAsync("out", "2!", TimeSpan.FromMilliseconds(10));
    }

    [Fact]
    public async Task What_no_template_uses_any_more_is_not_watched_any_more()
    {
        _runner.Key("a", "b").Key("b", "1").With("out", "{{ key(\"a\") }}{% if key(\"a\") == \"b\" %}{{ key(\"b\") }}{% endif %}").Start();
        await _runner.HoldsAsync("out", "b1");
        await Eventually.HoldsAsync("two watches", () => _runner.Consul.Blocked == 3);

        _runner.Consul.Change(catalog =>
        {
            // Both at once, so that the report about b may come when nobody uses b any more.
            catalog.Key("a", "x");
            catalog.Key("b", "2");
        });
        await _runner.HoldsAsync("out", "x");
        await Eventually.HoldsAsync("one watch", () => _runner.Consul.Blocked == 2);

        _runner.Key("a", "b");
        await _runner.HoldsAsync("out", "b2");
    }

    [Fact]
    public async Task A_template_that_fails_leaves_the_others_alone_and_heals_by_a_change()
    {
        const string Pattern = "{{ key(\"text\") | regex_replace_all: key(\"pattern\"), \"-\" }}";
        _runner.Key("text", "a1b").Key("pattern", "[0-9]").With("bad", Pattern).With("good", "{{ key(\"text\") }}").Start();
        await _runner.HoldsAsync("bad", "a-b");
        _runner.Key("pattern", "(");
        await _runner.SaysAsync("Error: ");

        Assert.Equal(FailureKind.Template, (await _runner.FailsAsync("bad")).Kind);
        Assert.Equal("a-b", _runner.Directory.Read("bad"));
        _runner.Key("text", "a2b");
        await _runner.HoldsAsync("good", "a2b");

        _runner.Key("pattern", "[a-z]");
        await _runner.HoldsAsync("bad", "-2-");
    }

    [Fact]
    public async Task A_template_that_fails_over_a_key_which_another_asked_for_first_heals_by_its_change()
    {
        _runner.Key("pattern", "(").Key("switch", "off").With("good", "{{ key(\"pattern\") }}")
            .With("bad", "{% if key(\"switch\") == \"on\" %}{{ \"a1\" | regex_replace_all: key(\"pattern\"), \"-\" }}{% endif %}.").Start();
        await _runner.HoldsAsync("good", "(");
        await _runner.HoldsAsync("bad", ".");
        _runner.Key("switch", "on");
        await _runner.SaysAsync("Error: ");

        _runner.Key("pattern", "[0-9]");
        await _runner.HoldsAsync("bad", "a-.");
    }

    [Fact]
    public async Task What_is_missing_is_said_after_5_seconds()
    {
        _runner.With("out", "{{ key(\"service/maxconn\") }}").Start();
        await Eventually.HoldsAsync("the answer that there is no such key", () => _runner.Consul.Blocked == 2);
        await _runner.SaysInTimeAsync("Warning: still waiting", Step);

        Assert.Contains(
            $"Warning: still waiting for key(\"service/maxconn\") at contents of {_runner.Directory.Path("out")}:1:4 (Consul has no such key)",
            _runner.Lines);
        Assert.False(_runner.Exists("out"));
    }

    [Fact]
    public async Task A_failed_check_is_tried_again_after_10_seconds_then_20()
    {
        _runner.Key("a", "1").With("out", "{{ key(\"a\") }}", check: "echo {path} >>LOG; test -e DIR/fine").Start();
        await TriesAsync(1);
        _runner.Clock.Advance(TimeSpan.FromSeconds(9.9));
        await _runner.TurnAsync();
        Assert.Single(_runner.Directory.Log);

        _runner.Clock.Advance(TimeSpan.FromSeconds(0.1));
        await TriesAsync(2);
        _runner.Clock.Advance(TimeSpan.FromSeconds(10));
        await _runner.TurnAsync();
        Assert.Equal(2, _runner.Directory.Log.Count);

        _runner.Directory.Write("fine", "");
        _runner.Clock.Advance(TimeSpan.FromSeconds(10));
        await _runner.HoldsAsync("out", "1");
    }

    [Fact]
    public async Task A_failed_reload_restores_the_file_until_a_change_heals_it()
    {
        _runner.Key("a", "good").With("out", "{{ key(\"a\") }}", reload: "echo $(cat DIR/out) >>LOG; grep -q good DIR/out").Start();
        await _runner.HoldsAsync("out", "good");
        _runner.Key("a", "bad");
        await _runner.SaysAsync("Error: ");
        Assert.Equal("good", _runner.Directory.Read("out"));
        Assert.Equal(["good", "bad", "good"], _runner.Directory.Log);

        _runner.Key("a", "very good");
        await _runner.HoldsAsync("out", "very good");
    }

    [Fact]
    public async Task Consul_that_is_away_and_comes_back_changes_nothing_until_something_changed()
    {
        _runner.Key("a", "1").With("out", "{{ key(\"a\") }}", reload: "echo reload >>LOG").Start();
        await _runner.HoldsAsync("out", "1");
        await Eventually.HoldsAsync("the watch", () => _runner.Consul.Blocked == 2);
        _runner.Consul.Always = Misbehaviours.ConnectionRefused;
        _runner.Consul.Cut();
        await _runner.SaysInTimeAsync("Warning: ", Step);

        _runner.Consul.Always = null;
        await _runner.SaysInTimeAsync("Information: key(", Step);
        Assert.Single(_runner.Lines, line => line.StartsWith("Warning:", StringComparison.Ordinal));
        Assert.Single(_runner.Lines, line => line.StartsWith("Information:", StringComparison.Ordinal) && line.EndsWith("answers again", StringComparison.Ordinal));
        Assert.Equal(["reload"], _runner.Directory.Log);

        _runner.Key("a", "2");
        await _runner.HoldsInTimeAsync("out", "2", Step);
    }

    [Fact]
    public async Task A_refusal_is_an_error_in_the_log_and_no_end_of_the_daemon()
    {
        _runner.Consul.Always = Misbehaviours.Status(403, "Permission denied");
        _runner.Key("a", "1").With("out", "{{ key(\"a\") }}").Start();

        // The loop has a key of its own; whichever is refused first says it for both.
        await Eventually.HoldsAsync("the error", () => _runner.Lines.Any(line =>
            line.StartsWith("Error: key(\"", StringComparison.Ordinal) && line.EndsWith(":1:4: HTTP 403: Permission denied", StringComparison.Ordinal)));

        _runner.Consul.Always = null;
        await _runner.HoldsInTimeAsync("out", "1", Step);
    }

    [Fact]
    public async Task A_token_that_hides_part_of_the_answers_is_told_once_for_each_kind_of_question()
    {
        _runner.Consul.Filters = true;
        _runner.Key("f/a", "1").Key("f/b", "2").With("out", "{{ key(\"f/a\") }}{{ key(\"f/b\") }}{% for p in tree(\"f\") %}{{ p.value }}{% endfor %}").Start();
        await _runner.HoldsAsync("out", "1212");
        _runner.Key("f/a", "3");
        await _runner.HoldsAsync("out", "3232");

        var told = _runner.Lines.Where(line => line.Contains("the token hides part of Consul's answer", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, told.Count);
        Assert.All(told, line => Assert.StartsWith("Warning: ", line, StringComparison.Ordinal));
        Assert.Single(told, line => line.Contains("tree(\"f\")", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Watches_that_stay_in_use_are_not_asked_anew_when_others_come_and_go()
    {
        var keys = string.Concat(Enumerable.Range(0, 20).Select(number => $"{{{{ key_or_default(\"k/{number}\", \"-\") }}}}"));
        _runner.Key("a", "0").With("out", keys + "{% assign n = key(\"a\") %}{{ key_or_default(n, \"!\") }}").Start();
        await _runner.HoldsAsync("out", new string('-', 20) + "!");
        await Eventually.HoldsAsync("every question to be held", () => _runner.Consul.Blocked == 23);

        // An agent keeps what it needs for an abandoned question until its wait ends.
        for (var number = 1; number <= 5; number++)
        {
            _runner.Key($"{number}", $"new {number}").Key("a", $"{number}");
            await _runner.HoldsAsync("out", new string('-', 20) + $"new {number}");
        }

        Assert.Equal(2 * 20, _runner.Consul.Requests.Count(request => request.Path.StartsWith("/v1/kv/k/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_bug_in_a_watch_ends_the_loop_instead_of_leaving_a_file_behind_the_times()
    {
        _runner.Consul.Always = _ => throw new NotSupportedException("a bug");
        _runner.With("out", "{{ key(\"a\") }}").Start();

        var exception = await Assert.ThrowsAsync<NotSupportedException>(_runner.EndsAsync);
        Assert.Equal("a bug", exception.Message);
    }

    [Fact]
    public async Task Stopping_ends_the_loop_and_every_watch()
    {
        _runner.Key("a", "1").With("out", "{{ key(\"a\") }}{{ key_or_default(\"b\", \"\") }}").Start();
        await Eventually.HoldsAsync("two watches", () => _runner.Consul.Blocked == 3);
        await _runner.StopAsync();

        Assert.True(_runner.Task.IsCanceled);
        Assert.Equal(0, _runner.Consul.Blocked);
    }

    private void Service(string name, int port) => _runner.Consul.Change(catalog => catalog.Service(name, new ScriptedInstance("node", port)));

    // The file "seen" has no quiet period, so it tells when the loop has taken the change.
    private async Task ChangeAsync(string value)
    {
        _runner.Key("a", value);
        await _runner.HoldsAsync("seen", value);
    }

    private Task TriesAsync(int count) => Eventually.HoldsAsync(
        $"the failure of try {count}", () => _runner.Lines.Count(line => line.StartsWith("Error: ", StringComparison.Ordinal)) == count);
}
