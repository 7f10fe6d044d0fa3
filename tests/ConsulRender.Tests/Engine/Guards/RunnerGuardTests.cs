using ConsulRender.Conditions;
using ConsulRender.Groups;
using ConsulRender.Settings;
using Xunit;

namespace ConsulRender.Tests.Engine.Guards;

/// <summary>Guards while the loop runs: what is logged, what the status says, and that nobody else waits.</summary>
public sealed class RunnerGuardTests : IAsyncDisposable
{
    private const string Servers = "{% for i in service(\"web\") %}{{ i.port }} {% endfor %}{{ key(\"n\") }}";

    private readonly RunnerUnderTest _runner = new();

    public ValueTask DisposeAsync() => _runner.DisposeAsync();

    [Fact]
    public async Task A_held_change_is_told_once_and_holds_up_no_other_group()
    {
        await StartAsync(new GuardSettings { MinInstances = AtLeast(2) });
        Web(1);
        await _runner.SaysAsync($"Error: {_runner.Directory.Path("out")}: min_instances: the answers have 1 instance of \"web\", and 2 are the least; the old state stays until the guards pass, or until \"consulrender release {_runner.Directory.Path("out")}\"");
        _runner.Key("n", "b");
        await _runner.HoldsAsync("other", "b");
        await _runner.TurnAsync();

        Assert.Equal("1 2 a", _runner.Directory.Read("out"));
        Assert.Single(_runner.Lines, line => line.StartsWith("Error: ", StringComparison.Ordinal));
        var condition = Condition();
        Assert.Equal((ConditionState.Degraded, ConditionReason.Guard, null), (condition.State, condition.Reason, condition.NextTry));
        Assert.Equal(Status().Hold!.Since, condition.Since);

        Web(1, 3);
        await _runner.HoldsAsync("out", "1 3 b");
        await _runner.SaysAsync($"Information: {_runner.Directory.Path("out")}: the guards pass again");
        await Eventually.HoldsAsync("the status to say so", () => Condition().State == ConditionState.Healthy);
        Assert.Null(Status().Hold);
    }

    [Fact]
    public async Task The_loop_wakes_by_itself_when_the_time_is_over()
    {
        await StartAsync(new GuardSettings { HoldEmpty = TimeSpan.FromMinutes(5) });
        var gone = _runner.Clock.GetUtcNow();
        Web();
        await HeldAsync();
        await _runner.SaysAsync($"Error: {_runner.Directory.Path("out")}: hold_empty: service(\"web\") had data and has had none since ");

        Assert.Equal(gone + TimeSpan.FromMinutes(5), Condition().NextTry);
        await _runner.HoldsInTimeAsync("out", "a", TimeSpan.FromSeconds(10));
        Assert.InRange(_runner.Clock.GetUtcNow() - gone, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(6));
        await _runner.SaysAsync($"Warning: {_runner.Directory.Path("out")}: the change that its guards refused is let through, because its time has run out");
    }

    [Fact]
    public async Task An_answer_that_is_full_for_a_moment_begins_the_time_anew()
    {
        await StartAsync(new GuardSettings { HoldEmpty = TimeSpan.FromMinutes(5) });
        Web();
        var first = await HeldAsync();
        _runner.Clock.Advance(TimeSpan.FromMinutes(4));
        await _runner.TurnAfterJumpAsync();
        Web(1);
        await _runner.HoldsInTimeAsync("out", "1 a", TimeSpan.FromMilliseconds(100));
        Web();
        await Eventually.HoldsAsync("the new hold", () => Status().Hold is { } hold && hold.Since >= first + TimeSpan.FromMinutes(4));

        Assert.Equal("1 a", _runner.Directory.Read("out"));
    }

    [Fact]
    public async Task New_settings_keep_what_is_held_and_since_when()
    {
        await StartAsync(new GuardSettings { HoldEmpty = TimeSpan.FromMinutes(5) });
        Web();
        var since = await HeldAsync();
        _runner.Clock.Advance(TimeSpan.FromMinutes(1));
        await _runner.TurnAfterJumpAsync();

        Assert.Empty(await _runner.ReplaceAsync("out", "new " + Servers));
        await Eventually.HoldsAsync("the hold to go on", () => Status().Hold?.Since == since);
        await _runner.TurnAfterJumpAsync();
        Assert.Equal("1 2 a", _runner.Directory.Read("out"));
        await _runner.HoldsInTimeAsync("out", "new a", TimeSpan.FromSeconds(10));
        Assert.InRange(_runner.Clock.GetUtcNow() - since, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(6));
    }

    [Fact]
    public async Task New_settings_are_taken_although_a_guard_refuses_what_they_make()
    {
        await StartAsync(new GuardSettings { Forbid = ["bad"] });

        Assert.Empty(await _runner.ReplaceAsync("out", "bad"));
        Assert.Empty(await _runner.ReplaceAsync("other", "new {{ key(\"n\") }}"));
        await _runner.HoldsAsync("other", "new a");
        await _runner.SaysAsync($"Error: {_runner.Directory.Path("out")}: forbid: line 1 matches \"bad\"");
        Assert.Equal("1 2 a", _runner.Directory.Read("out"));
    }

    [Theory]
    [InlineData("{% assert service(\"web\").size > 2, \"too few\" %}x", null)]
    [InlineData("{{ service(\"web\").size }}", 3)]
    public async Task A_run_that_ends_fails_with_the_reason_and_writes_the_others(string contents, int? least)
    {
        Web(1, 2);
        _runner.Key("n", "a");
        _runner.With("out", contents, template => template with { Guard = least is { } minimum ? new GuardSettings { MinInstances = AtLeast(minimum), Hold = TimeSpan.FromSeconds(1) } : null });
        _runner.With("other", "{{ key(\"n\") }}").Start(once: true);
        await _runner.EndsAsync();

        var failed = _runner.Failure("out");
        Assert.Equal(FailureKind.Guard, failed.Kind);
        Assert.Equal(least is null ? $"contents of {_runner.Directory.Path("out")}:1:1: assert: too few" : $"{_runner.Directory.Path("out")}: min_instances: the answers have 2 instances of \"web\", and 3 are the least", failed.Message);
        Assert.False(_runner.Exists("out"));
        Assert.Equal("a", _runner.Directory.Read("other"));
    }

    private static Dictionary<string, int> AtLeast(int instances) => new() { ["web"] = instances };

    private async Task StartAsync(GuardSettings guard)
    {
        Web(1, 2);
        _runner.Key("n", "a").With("out", Servers, template => template with { Guard = guard }).With("other", "{{ key(\"n\") }}").Start();
        await _runner.HoldsAsync("out", "1 2 a");
        await _runner.HoldsAsync("other", "a");
    }

    private async Task<DateTimeOffset> HeldAsync()
    {
        await Eventually.HoldsAsync("the change to be held", () => Status().Hold is not null);
        return Status().Hold!.Since;
    }

    private void Web(params int[] ports) => _runner.Consul.Change(catalog => catalog.Service("web", [.. ports.Select(port => new ScriptedInstance($"node-{port}", port))]));

    private GroupStatus Status() => _runner.Runner.Status.Groups.Single(group => group.Name == _runner.Directory.Path("out"));

    private Condition Condition() => Status().Condition;
}
