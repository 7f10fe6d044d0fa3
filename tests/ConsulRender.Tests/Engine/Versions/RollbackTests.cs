using ConsulRender.Conditions;
using ConsulRender.Control;
using ConsulRender.Groups;
using ConsulRender.Settings;
using ConsulRender.State;
using Xunit;

namespace ConsulRender.Tests.Engine.Versions;

/// <summary>Earlier versions of a group: kept with each change, put back when asked for, and held until released.</summary>
public sealed class RollbackTests : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly RunnerUnderTest _runner;

    public RollbackTests() => _runner = New();

    private StateDirectory State => new(_directory.Path("state"));

    private string Group => _directory.Path("out");

    public async ValueTask DisposeAsync()
    {
        await _runner.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task The_files_of_before_come_back_with_check_and_reload_and_stay_until_released()
    {
        _runner.With("out", "{{ key(\"a\") }}", check: "test -s {path}", reload: "cat DIR/out >>LOG; echo >>LOG").Start();
        await HoldAsync("1", "2", "3");

        var answer = await AnswerAsync(_runner.Runner.RollBackAsync(Group, null, Stop));
        Assert.Equal(
            $"{Group}: version 2 is in place, since 2000-01-01T00:00:00Z; wrote {Group}; ran \"cat {_directory.Path("out")} >>{_directory.Path("log")}; echo >>{_directory.Path("log")}\"\nit stays until 'consulrender release {Group}'",
            Assert.IsType<OrderAnswer.Done>(answer).Text);
        Assert.Equal("2", _directory.Read("out"));
        Assert.Equal(["1", "2", "3", "2"], _directory.Log);
        await Eventually.HoldsAsync("the condition", () => _runner.Runner.Status.Groups[0].Condition.Reason == ConditionReason.RolledBack);
        Assert.Equal(ConditionState.Degraded, _runner.Runner.Status.Condition.State);

        _runner.Key("a", "4");
        await _runner.TurnAsync();
        await _runner.TurnAsync();
        Assert.Equal("2", _directory.Read("out"));

        Assert.StartsWith($"{Group}: follows the data again\nwrote {Group}; ran ", (await AnswerAsync(_runner.Runner.ReleaseAsync(Group, Stop))).Text, StringComparison.Ordinal);
        Assert.Equal("4", _directory.Read("out"));
        await Eventually.HoldsAsync("all to be well", () => _runner.Runner.Status.Groups[0].Condition.State == ConditionState.Healthy);
        Assert.False(Directory.EnumerateFiles(State.HoldsFolder).Any());
    }

    [Fact]
    public async Task As_many_versions_are_kept_as_the_settings_say_and_each_can_be_chosen()
    {
        _runner.With("out", "{{ key(\"a\") }}", template => template with { KeepVersions = 2 }).Start();
        await HoldAsync("1", "2", "3", "4");

        var list = (await AnswerAsync(_runner.Runner.VersionsAsync(Group, Stop))).Text.Split('\n');
        Assert.Equal([$"3  replaced 2000-01-01T00:00:00Z  {Group}", $"2  replaced 2000-01-01T00:00:00Z  {Group}"], list);
        Assert.Equal($"{Group}: there is no version 1; there are 3, 2", Assert.IsType<OrderAnswer.Refused>(await AnswerAsync(_runner.Runner.RollBackAsync(Group, 1, Stop))).Text);

        Assert.IsType<OrderAnswer.Done>(await AnswerAsync(_runner.Runner.RollBackAsync(Group, 2, Stop)));
        Assert.Equal("2", _directory.Read("out"));
        Assert.All(
            Directory.EnumerateFiles(State.VersionsFolder, "*", SearchOption.AllDirectories),
            file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
    }

    [Fact]
    public async Task A_rollback_that_fails_leaves_everything_as_it_was_and_holds_nothing()
    {
        _runner.With("out", "{{ key(\"a\") }}", check: "! test -e DIR/refuse", reload: "! test -e DIR/fail").Start();
        await HoldAsync("1", "2");
        _directory.Write("refuse", "");
        Assert.Equal(FailureKind.Check, Assert.IsType<OrderAnswer.Failed>(await AnswerAsync(_runner.Runner.RollBackAsync(Group, null, Stop))).Kind);
        Assert.Equal("2", _directory.Read("out"));
        File.Delete(_directory.Path("refuse"));
        _directory.Write("fail", "");
        Assert.Equal(FailureKind.Reload, Assert.IsType<OrderAnswer.Failed>(await AnswerAsync(_runner.Runner.RollBackAsync(Group, null, Stop))).Kind);
        Assert.Equal("2", _directory.Read("out"));
        File.Delete(_directory.Path("fail"));

        _runner.Key("a", "3");
        await _runner.HoldsInTimeAsync("out", "3", TimeSpan.FromSeconds(1));
        Assert.Null(_runner.Runner.Status.Groups[0].RolledBack);
    }

    [Fact]
    public async Task A_damaged_version_is_not_put_in_place()
    {
        _runner.With("out", "{{ key(\"a\") }}", template => template with { KeepVersions = 1 }).Start();
        await HoldAsync("1", "2");
        await File.WriteAllTextAsync(Directory.EnumerateFiles(State.VersionsFolder, "0", SearchOption.AllDirectories).Single(), "x", Stop);

        var failed = Assert.IsType<OrderAnswer.Failed>(await AnswerAsync(_runner.Runner.RollBackAsync(Group, null, Stop)));
        Assert.Equal(FailureKind.Destination, failed.Kind);
        Assert.EndsWith(" is damaged", failed.Text, StringComparison.Ordinal);
        Assert.Equal("2", _directory.Read("out"));
    }

    [Fact]
    public async Task Files_that_were_not_there_are_removed_and_all_of_a_group_come_from_one_version()
    {
        TemplateSettings Of(TemplateSettings template) => template with { OutputGroup = "pair", KeepVersions = 3 };
        _runner.With("one", "{{ key(\"a\") }}", Of).With("two", "two", Of).Key("a", "1");
        _directory.Write("one", "0");
        _runner.Start();
        await _runner.HoldsAsync("one", "1");
        await Eventually.HoldsAsync("the group to be healthy", () => _runner.Runner.Status.Groups is [{ Condition.State: ConditionState.Healthy }, ..] && _directory.Read("two") == "two");

        Assert.IsType<OrderAnswer.Done>(await AnswerAsync(_runner.Runner.RollBackAsync("pair", null, Stop)));
        Assert.Equal("0", _directory.Read("one"));
        Assert.False(_runner.Exists("two"));
    }

    [Fact]
    public async Task A_hold_lives_through_restarts_and_once_respects_it()
    {
        _runner.With("out", "{{ key(\"a\") }}", template => template with { KeepVersions = 1 }).Start();
        await HoldAsync("1", "2");
        Assert.IsType<OrderAnswer.Done>(await AnswerAsync(_runner.Runner.RollBackAsync(Group, null, Stop)));
        await _runner.StopAsync();

        await using var once = New();
        await once.With("out", "{{ key(\"a\") }}", template => template with { KeepVersions = 1 }).Key("a", "3").Start(once: true).EndsAsync();
        Assert.Equal("1", _directory.Read("out"));
        Assert.Contains(once.Lines, line => line.StartsWith($"Warning: {Group}: version 1 is in place, since 2000-01-01T00:00:00Z, and held there; ", StringComparison.Ordinal));

        await using var again = New();
        again.With("out", "{{ key(\"a\") }}", template => template with { KeepVersions = 1 }).With("other", "{{ key(\"a\") }}").Key("a", "3").Start();
        await again.HoldsAsync("other", "3");
        await again.TurnAsync();
        Assert.Equal("1", _directory.Read("out"));
        Assert.Equal(ConditionReason.RolledBack, again.Runner.Status.Groups[0].Condition.Reason);
        await AnswerAsync(again.Runner.ReleaseAsync(Group, Stop));
        Assert.Equal("3", _directory.Read("out"));
    }

    [Fact]
    public async Task Nothing_is_kept_of_what_has_no_reload_command_unless_the_settings_say_so()
    {
        _runner.With("out", "{{ key(\"a\") }}").Start();
        await HoldAsync("1", "2");

        Assert.IsType<OrderAnswer.Refused>(await AnswerAsync(_runner.Runner.RollBackAsync(Group, null, Stop)));
        Assert.IsType<OrderAnswer.Unknown>(await AnswerAsync(_runner.Runner.RollBackAsync("none", null, Stop)));
        Assert.False(Directory.Exists(State.VersionsFolder));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private RunnerUnderTest New() => new() { Directory = _directory, State = State };

    private static async Task<OrderAnswer> AnswerAsync(Task<OrderAnswer> answer)
    {
        await Eventually.EndsAsync("the answer", answer);
        return await answer;
    }

    // Each text is in place, and its change over, before the next comes. None is there before: written again, it would make the watch pause.
    private async Task HoldAsync(params string[] texts)
    {
        foreach (var text in texts)
        {
            _runner.Key("a", text);
            await _runner.HoldsAsync("out", text);
            await _runner.TurnAsync();
        }
    }
}
