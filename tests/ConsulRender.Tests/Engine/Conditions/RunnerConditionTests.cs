using ConsulRender.Conditions;
using Xunit;

namespace ConsulRender.Tests.Engine.Conditions;

/// <summary>What the loop says of its groups: healthy, waiting or degraded, why, since when, and when it tries again.</summary>
public sealed class RunnerConditionTests : IAsyncDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    private readonly RunnerUnderTest _runner = new();

    private Condition Overall => _runner.Runner.Status.Condition;

    public ValueTask DisposeAsync() => _runner.DisposeAsync();

    [Fact]
    public async Task A_group_waits_for_a_key_that_does_not_exist_and_is_healthy_with_it()
    {
        _runner.With("out", "{{ key(\"a/b\") }}").Start();
        await BecomesAsync("out", ConditionReason.Missing);
        var began = Of("out");
        Assert.Equal(ConditionState.Waiting, began.State);
        Assert.Equal($"waits for key(\"a/b\") at contents of {_runner.Directory.Path("out")}:1:4 (Consul has no such key)", began.Message);
        Assert.Null(began.NextTry);
        Assert.Equal((ConditionState.Waiting, ConditionReason.Missing), (Overall.State, Overall.Reason));

        _runner.Clock.Advance(TimeSpan.FromSeconds(1));
        await _runner.TurnAsync();
        Assert.Equal(began.Since, Of("out").Since);

        _runner.Key("a/b", "1");
        await BecomesAsync("out", ConditionReason.None);
        Assert.True(Of("out").Since > began.Since);
        Assert.Equal(_runner.Clock.GetUtcNow(), Group("out").LastApply);
        await Eventually.HoldsAsync("all to be well", () => Overall.State == ConditionState.Healthy);
        Assert.Equal("", Overall.Message);
    }

    [Fact]
    public async Task While_consul_is_away_a_group_is_degraded_with_the_age_of_its_data_and_a_next_try_that_moves_on()
    {
        _runner.Key("a", "1").With("out", "{{ key(\"a\") }}").Start();
        await _runner.HoldsAsync("out", "1");
        await Eventually.HoldsAsync("the time of the data", () => Group("out").DataTime is not null);
        var dataTime = Group("out").DataTime;
        _runner.Consul.Always = Misbehaviours.Status(500, "rpc error");
        _runner.Consul.Cut();
        await BecomesInTimeAsync("out", ConditionReason.Consul);
        var began = Of("out");
        Assert.Equal(ConditionState.Degraded, began.State);
        Assert.StartsWith("key(\"a\"): ", began.Message, StringComparison.Ordinal);
        Assert.NotNull(began.NextTry);
        Assert.Equal(dataTime, Group("out").DataTime);
        var trouble = _runner.Runner.Status.Troubles.First(one => one.Key.ToString() == "key(\"a\")").Value;
        Assert.Equal(began.NextTry, trouble.NextTry);

        // No report brings it: the watch says it itself.
        var first = trouble.NextTry;
        await Eventually.HoldsAsync("a later try", _runner.Clock, TimeSpan.FromSeconds(1), () => trouble.NextTry > first + TimeSpan.FromSeconds(2));

        _runner.Consul.Always = null;
        await BecomesInTimeAsync("out", ConditionReason.None);
        Assert.Null(Of("out").NextTry);
    }

    [Fact]
    public async Task A_check_that_fails_again_and_again_is_one_condition_since_the_first_time_with_the_next_try()
    {
        _runner.Key("a", "bad").With("out", "{{ key(\"a\") }}", check: "! grep bad {path} && echo >>LOG").Start();
        await BecomesAsync("out", ConditionReason.Check);
        var began = Of("out");
        Assert.Equal(ConditionState.Degraded, began.State);
        Assert.StartsWith($"{_runner.Directory.Path("out")}: check command ", began.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', began.Message);
        Assert.Equal(began.Since + TimeSpan.FromSeconds(10), began.NextTry);
        Assert.Equal(began.Message, Overall.Message);
        var failed = Group("out").LastCheck!;
        Assert.False(failed.Succeeded);
        Assert.Null(Group("out").LastReload);

        _runner.Clock.Advance(TimeSpan.FromSeconds(10));
        await Eventually.HoldsAsync("the second check", () => Group("out").LastCheck is { } second && second != failed);
        Assert.Equal(began.Since, Of("out").Since);
        Assert.Equal(began.Since + TimeSpan.FromSeconds(30), Of("out").NextTry);

        _runner.Key("a", "good");
        await BecomesAsync("out", ConditionReason.None);
        Assert.True(Group("out").LastCheck!.Succeeded);
        Assert.Null(Of("out").NextTry);
    }

    [Fact]
    public async Task A_failed_reload_is_its_own_reason_and_the_check_before_it_was_good()
    {
        _runner.Key("a", "1").With("out", "{{ key(\"a\") }}", check: "test -f {path}", reload: "! grep 2 DIR/out").Start();
        await BecomesAsync("out", ConditionReason.None);
        var applied = Group("out").LastApply;
        _runner.Clock.Advance(TimeSpan.FromSeconds(5));
        _runner.Key("a", "2");
        await BecomesAsync("out", ConditionReason.Reload);

        Assert.Equal(applied, Group("out").LastApply);
        Assert.True(Group("out").LastCheck!.Succeeded);
        Assert.StartsWith($"{_runner.Directory.Path("out")}: reload command ", Group("out").LastReload!.Problem, StringComparison.Ordinal);
        Assert.NotNull(Of("out").NextTry);
    }

    [Fact]
    public async Task A_template_that_fails_is_tried_again_only_by_news()
    {
        _runner.Key("a", "x").With("out", "{% if true %}{{ key(\"a\") | parse_json }}{% endif %}").With("good", "1").Start();
        await BecomesAsync("out", ConditionReason.Template);

        Assert.Null(Of("out").NextTry);
        Assert.Equal(ConditionState.Healthy, Of("good").State);
        Assert.Equal((ConditionState.Degraded, ConditionReason.Template), (Overall.State, Overall.Reason));
    }

    [Fact]
    public async Task The_worst_group_speaks_for_all_and_the_time_is_that_of_the_first()
    {
        _runner.Key("a", "bad").Key("b", "good")
            .With("one", "{{ key(\"a\") }}", check: "! grep bad {path}").With("two", "{{ key(\"b\") }}", check: "! grep bad {path}").With("three", "{{ key(\"none\") }}").Start();
        await BecomesAsync("one", ConditionReason.Check);
        await BecomesAsync("two", ConditionReason.None);
        var since = Overall.Since;
        _runner.Clock.Advance(TimeSpan.FromSeconds(2));
        _runner.Key("b", "bad");
        await BecomesAsync("two", ConditionReason.Check);
        _runner.Key("a", "good");
        await BecomesAsync("one", ConditionReason.None);

        Assert.StartsWith(_runner.Directory.Path("two"), Overall.Message, StringComparison.Ordinal);
        Assert.Equal(since, Overall.Since);
        _runner.Key("b", "good");
        await Eventually.HoldsAsync("only the waiting to be left", () => Overall.State == ConditionState.Waiting);
        Assert.Equal(ConditionReason.Missing, Overall.Reason);
    }

    [Fact]
    public async Task A_deleted_file_is_its_own_reason()
    {
        var path = _runner.Directory.Write("input", "1");
        _runner.With("out", $"{{{{ file(\"{path}\") }}}}").Start();
        await BecomesAsync("out", ConditionReason.None);
        File.Delete(path);
        await BecomesInTimeAsync("out", ConditionReason.File);

        Assert.Equal($"file(\"{path}\"): there is no such file; its last text stays", Of("out").Message);
        Assert.NotNull(Of("out").NextTry);
    }

    [Fact]
    public async Task A_group_of_which_nothing_changed_is_said_by_the_same_object()
    {
        _runner.Key("a", "1").With("out", "{{ key(\"a\") }}").Start();
        await BecomesAsync("out", ConditionReason.None);
        var before = Group("out");
        await _runner.TurnAsync();
        await _runner.TurnAsync();

        Assert.Same(before, Group("out"));
        Assert.Same(before.Condition, Of("out"));
    }

    [Fact]
    public async Task A_condition_and_its_history_live_through_new_settings()
    {
        _runner.Key("a", "bad").With("out", "{{ key(\"a\") }}", check: "! grep bad {path}").Start();
        await BecomesAsync("out", ConditionReason.Check);
        var before = Group("out");
        _runner.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Empty(await _runner.ReplaceAsync("out", "{{ key(\"a\") }}, still"));
        await Eventually.HoldsAsync("the new text to be checked", () => Group("out").LastCheck!.Time > before.LastCheck!.Time);

        Assert.Equal(before.Condition.Since, Of("out").Since);
    }

    private Task BecomesAsync(string name, ConditionReason reason) =>
        Eventually.HoldsAsync($"{name} to be {reason}", () => Find(name)?.Condition is { Since: var since } condition && since != default && condition.Reason == reason);

    private Task BecomesInTimeAsync(string name, ConditionReason reason) =>
        Eventually.HoldsAsync($"{name} to be {reason}", _runner.Clock, Step, () => Find(name)?.Condition is { Since: var since } condition && since != default && condition.Reason == reason);

    private GroupStatus? Find(string name) => _runner.Runner.Status.Groups.FirstOrDefault(group => group.Name == _runner.Directory.Path(name));

    private GroupStatus Group(string name) => Find(name)!;

    private Condition Of(string name) => Group(name).Condition;
}
