using ConsulRender.Groups;
using Xunit;

namespace ConsulRender.Tests.Engine;

/// <summary>Many groups of the loop with one reload command.</summary>
public sealed class RunnerReloadTests : IAsyncDisposable
{
    private const int Groups = 20;

    // Looks at the clock a few hundred times.
    private const string Long = "{% for i in (1..60000) %}{% endfor %}";

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(500);

    private readonly RunnerUnderTest _runner = new();

    public ValueTask DisposeAsync() => _runner.DisposeAsync();

    [Theory]
    [InlineData(null)]
    [InlineData("5s:20s")]
    public async Task One_change_in_what_20_groups_read_runs_their_command_once(string? wait)
    {
        _runner.Key("a", "0");
        With(Groups, "{{ key(\"a\") }}", "echo $(cat DIR/out* | tr -d '\\n') >>LOG", wait);
        _runner.Start();
        await ReloadsAsync(1);
        for (var change = 1; change <= 3; change++)
        {
            _runner.Key("a", $"{change}");
            await HoldAsync($"{change}");
            await ReloadsAsync(change + 1);
        }

        await _runner.TurnAsync();
        Assert.Equal(Enumerable.Range(0, 4).Select(change => string.Concat(Enumerable.Repeat($"{change}", Groups))), _runner.Directory.Log);
    }

    [Fact]
    public async Task What_was_written_and_run_is_told_in_one_line()
    {
        _runner.Key("a", "0");
        With(2, "{{ key(\"a\") }}", "echo run >>LOG", wait: null);
        _runner.Start();
        await _runner.SaysAsync("Information: wrote ");

        Assert.Contains(
            $"Information: wrote {_runner.Directory.Path("out0")}, {_runner.Directory.Path("out1")}; ran \"echo run >>{_runner.Directory.Path("log")}\"", _runner.Lines);
    }

    [Fact]
    public async Task Changes_at_different_times_are_reloaded_once_when_their_quiet_ends_together()
    {
        _runner.Key("a", "0").Key("b", "0");
        With(2, "{{ key(\"a\") }}{{ key_or_default(\"b\", \"\") }}", "echo run >>LOG", "5s:20s").With("other", "{{ key(\"a\") }}", reload: "echo run >>LOG", wait: "5s:20s");
        _runner.With("seen", "{{ key(\"a\") }}{{ key(\"b\") }}").Start();
        await _runner.HoldsAsync("seen", "00");
        await _runner.HoldsAsync("out1", "00");
        await _runner.HoldsAsync("other", "0");
        await _runner.TurnAsync();
        var runs = _runner.Directory.Log.Count;
        _runner.Key("b", "1");
        await _runner.HoldsAsync("seen", "01");
        _runner.Clock.Advance(TimeSpan.FromSeconds(3));
        _runner.Key("a", "1");
        await _runner.HoldsAsync("seen", "11");

        _runner.Clock.Advance(TimeSpan.FromSeconds(4.9));
        await _runner.TurnAsync();
        Assert.Equal(runs, _runner.Directory.Log.Count);
        _runner.Clock.Advance(TimeSpan.FromSeconds(0.1));
        await _runner.HoldsAsync("other", "1");
        await _runner.TurnAsync();
        Assert.Equal(runs + 1, _runner.Directory.Log.Count);
    }

    [Fact]
    public async Task Equal_waits_end_together_although_each_evaluation_takes_time()
    {
        _runner.Key("a", "0");
        With(Groups, "{{ key(\"a\") }}", "echo run >>LOG", "5s:20s").With("seen", "{{ key(\"a\") }}").Start();
        await _runner.HoldsAsync("seen", "0");
        await _runner.TurnAsync();
        _runner.Clock.Step = TimeSpan.FromMilliseconds(1);
        _runner.Key("a", "1");
        await _runner.HoldsAsync("seen", "1");
        await _runner.TurnAsync();
        _runner.Clock.Step = TimeSpan.Zero;

        // Whoever counted from its own evaluation would be due a millisecond after the one before.
        _runner.Clock.Advance(TimeSpan.FromSeconds(4.6));
        await _runner.HoldsInTimeAsync($"out{Groups - 1}", "1", TimeSpan.FromMilliseconds(1));
        await _runner.TurnAsync();
        Assert.Equal(["run", "run"], _runner.Directory.Log);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("100ms")]
    [InlineData("5s:20s")]
    public async Task A_group_that_is_evaluated_later_because_of_its_pace_is_waited_for(string? wait)
    {
        _runner.Key("a", "0").Key("b", "0");
        With(2, "{{ key(\"a\") }}", "echo run >>LOG", wait);
        _runner.With("slow", $"{{{{ key(\"a\") }}}}{{{{ key(\"b\") }}}}{Long}", reload: "echo run >>LOG", wait: wait).With("seen", "{{ key(\"a\") }}{{ key(\"b\") }}").Start();
        await _runner.HoldsAsync("slow", "00");
        await SlowDownAsync();
        var runs = _runner.Directory.Log.Count;

        _runner.Key("a", "1");
        await _runner.HoldsAsync("seen", "12");
        await _runner.TurnAsync();
        Assert.Equal("0", _runner.Directory.Read("out0"));
        await _runner.HoldsInTimeAsync("slow", "12", TimeSpan.FromMilliseconds(20));
        await _runner.HoldsAsync("out0", "1");
        await _runner.HoldsAsync("out1", "1");
        await _runner.TurnAsync();
        Assert.Equal(runs + 1, _runner.Directory.Log.Count);
    }

    [Fact]
    public async Task When_the_reload_fails_every_group_is_as_it_was_and_each_is_tried_by_itself_until_it_succeeds()
    {
        _runner.Key("a", "good");
        With(4, "{{ key(\"a\") }}", "echo $(cat DIR/out* DIR/bad | tr -d '\\n') >>LOG; ! grep -q wrong DIR/bad", wait: null);
        _runner.With("bad", "{{ key(\"a\") | replace: \"new\", \"wrong\" }}", reload: "echo $(cat DIR/out* DIR/bad | tr -d '\\n') >>LOG; ! grep -q wrong DIR/bad").Start();
        await _runner.HoldsAsync("bad", "good");
        await ReloadsAsync(1);
        _runner.Key("a", "new");
        await _runner.SaysAsync("Error: ");
        var all = Enumerable.Range(0, 4).Select(number => _runner.Directory.Path($"out{number}"));
        Assert.All(all, path => Assert.Equal("good", File.ReadAllText(path)));
        Assert.Equal("good", _runner.Directory.Read("bad"));

        // The bad one must not keep the good ones from changing.
        for (var number = 0; number < 4; number++)
        {
            await _runner.HoldsInTimeAsync($"out{number}", "new", Step);
        }

        Assert.Equal("good", _runner.Directory.Read("bad"));
        _runner.Key("a", "right");
        await _runner.HoldsInTimeAsync("bad", "right", Step);
        await _runner.HoldsInTimeAsync("out3", "right", Step);
        var runs = _runner.Directory.Log.Count;
        _runner.Key("a", "last");
        await _runner.HoldsAsync("bad", "last");
        await _runner.HoldsAsync("out3", "last");
        await ReloadsAsync(runs + 1);
    }

    [Fact]
    public async Task A_failure_of_a_common_reload_is_one_line_with_the_output_and_an_outcome_of_each_group()
    {
        _runner.Key("a", "good");
        With(3, "{{ key(\"a\") }}", "echo oops; ! grep -q wrong DIR/out1", wait: null);
        _runner.Start();
        await _runner.HoldsAsync("out2", "good");
        _runner.Key("a", "wrong");
        await _runner.SaysAsync("Error: ");

        var error = Assert.Single(_runner.Lines, line => line.StartsWith("Error: ", StringComparison.Ordinal));
        Assert.StartsWith($"Error: {_runner.Directory.Path("out0")} and 2 more: reload command \"echo oops;", error, StringComparison.Ordinal);
        Assert.EndsWith("failed with exit code 1; the previous files are back and were reloaded; each is tried by itself next\n  oops", error, StringComparison.Ordinal);
        await Eventually.HoldsAsync("the outcomes", () => _runner.Runner.Status.Groups.Take(3).All(group => group.Outcome is ApplyOutcome.Failed));
        Assert.StartsWith($"{_runner.Directory.Path("out2")} (with {_runner.Directory.Path("out0")}): reload", _runner.Failure("out2").Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_group_whose_check_fails_drops_out_alone()
    {
        _runner.Key("a", "good");
        With(2, "{{ key(\"a\") }}", "echo run >>LOG", wait: null);
        _runner.With("bad", "{{ key(\"a\") }}", check: "! grep -q new {path}", reload: "echo run >>LOG").Start();
        await ReloadsAsync(1);
        _runner.Key("a", "new");
        await _runner.HoldsAsync("out1", "new");
        await _runner.SaysAsync("Error: ");

        Assert.Equal("good", _runner.Directory.Read("bad"));
        await ReloadsAsync(2);
    }

    [Fact]
    public async Task With_once_a_failed_common_reload_is_followed_by_each_group_by_itself()
    {
        _runner.Key("a", "new");
        With(3, "{{ key(\"a\") }}", "test ! -e DIR/bad", wait: null);
        _runner.With("bad", "{{ key(\"a\") }}", reload: "test ! -e DIR/bad").Start(once: true);
        await _runner.EndsAsync();

        Assert.Equal(["out0", "out1", "out2"], _runner.Directory.Names);
        Assert.Equal(FailureKind.Reload, _runner.Failure("bad").Kind);
        Assert.Equal(3, _runner.Runner.Status.Groups.Count(group => group.Outcome is ApplyOutcome.Applied));
    }

    [Fact]
    public async Task Stopping_between_two_groups_reloads_what_is_there_already()
    {
        _runner.Key("a", "new");
        With(1, "{{ key(\"a\") }}", "echo run >>LOG", wait: null);
        _runner.With("slow", "{{ key(\"a\") }}", check: "touch {path} DIR/checking; sleep 300", reload: "echo run >>LOG").Start();
        await Eventually.HoldsAsync("the check", () => _runner.Exists("checking"));
        Assert.Empty(_runner.Directory.Log);
        await _runner.StopAsync();

        Assert.Equal(["run"], _runner.Directory.Log);
        Assert.Equal(["checking", "log", "out0"], _runner.Directory.Names);
    }

    private RunnerUnderTest With(int count, string contents, string reload, string? wait)
    {
        for (var number = 0; number < count; number++)
        {
            _runner.With($"out{number}", contents, reload: reload, wait: wait);
        }

        return _runner;
    }

    private async Task HoldAsync(string text)
    {
        for (var number = 0; number < Groups; number++)
        {
            await _runner.HoldsInTimeAsync($"out{number}", text, Step);
        }
    }

    private Task ReloadsAsync(int count) => Eventually.HoldsAsync($"reload {count}", () => _runner.Directory.Log.Count >= count);

    // Evaluations of the file "slow" take long, so that its group has to keep its pace.
    private async Task SlowDownAsync()
    {
        _runner.Clock.Step = TimeSpan.FromMilliseconds(1);
        for (var change = 1; change <= 2; change++)
        {
            _runner.Key("b", $"{change}");
            await _runner.HoldsAsync("seen", $"0{change}");
        }

        _runner.Clock.Step = TimeSpan.Zero;
        await _runner.TurnAsync();
    }
}
