using ConsulRender.Groups;
using Xunit;

namespace ConsulRender.Tests.Engine.Groups;

public sealed class OutputGroupTests : IDisposable
{
    private readonly GroupUnderTest _group = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _group.Dispose();

    [Fact]
    public async Task A_change_is_checked_then_swapped_then_reloaded()
    {
        _group.Directory.Write("a", "old");
        _group.With("a", "echo check: staged $(cat {path}), live $(cat DIR/a) >>LOG", "echo reload: live $(cat DIR/a) >>LOG");
        var outcome = await _group.ApplyAsync(Stop, ("a", "new"));

        Assert.Equal([_group.Directory.Path("a")], Assert.IsType<ApplyOutcome.Applied>(outcome).Paths);
        Assert.Equal(["check: staged new, live old", "reload: live new"], _group.Log);
        Assert.Equal(["a"], _group.Names);
    }

    [Fact]
    public async Task When_the_text_is_the_same_nothing_is_written_and_nothing_is_run()
    {
        _group.Directory.Write("a", "same");
        var before = Identity("a");
        _group.With("a", "echo check {path} >>LOG", "echo reload >>LOG");
        var outcome = await _group.ApplyAsync(Stop, ("a", "same"));

        Assert.IsType<ApplyOutcome.Unchanged>(outcome);
        Assert.Empty(_group.Log);
        Assert.Equal(before, Identity("a"));
    }

    [Fact]
    public async Task A_text_that_stays_the_same_costs_no_memory_in_proportion_to_the_file()
    {
        var value = new string('x', 2_000_000);
        _group.With("a");
        await _group.ApplyAsync(Stop, ("a", value));
        await _group.ApplyAsync(Stop, ("a", value));

        // Up to the first command nothing waits, so all of it runs on this thread.
        var before = GC.GetAllocatedBytesForCurrentThread();
        var apply = _group.ApplyAsync(Stop, ("a", value));
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.IsType<ApplyOutcome.Unchanged>(await apply);
        Assert.InRange(allocated, 0, 64 * 1024);
    }

    [Fact]
    public async Task What_is_used_stays_the_same_object_while_nothing_else_is_used()
    {
        _group.With("a").With("b");
        await _group.ApplyAsync(Stop, ("a", "1"), ("b", "1"));
        var used = _group.Group.Used;
        await _group.ApplyAsync(Stop, ("a", "2"), ("b", "1"));

        Assert.Same(used, _group.Group.Used);
    }

    [Fact]
    public async Task A_failed_check_leaves_the_old_file_in_place()
    {
        _group.Directory.Write("a", "old");
        _group.With("a", "echo 'line 1: \"new\" is wrong'; echo not {path}; exit 3", "echo reload >>LOG");
        var failed = Failed(FailureKind.Check, await _group.ApplyAsync(Stop, ("a", "new")));

        Assert.Equal("old", _group.Directory.Read("a"));
        Assert.Empty(_group.Log);
        Assert.Equal(["a"], _group.Names);
        Assert.Contains("failed with exit code 3; the file was left as it is\n  line 1: \"new\" is wrong\n", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_check_leaves_no_new_file()
    {
        _group.With("a", "test ! -e {path}");
        Failed(FailureKind.Check, await _group.ApplyAsync(Stop, ("a", "new")));

        Assert.Empty(_group.Names);
    }

    [Fact]
    public async Task Every_check_comes_before_the_first_swap()
    {
        _group.Directory.Write("a", "old");
        _group.With("a", "echo check a {path} >/dev/null").With("b", "cat {path} >>LOG; exit 1");
        Failed(FailureKind.Check, await _group.ApplyAsync(Stop, ("a", "new"), ("b", "bad")));

        Assert.Equal("old", _group.Directory.Read("a"));
        Assert.Equal(["a"], _group.Names);
    }

    [Fact]
    public async Task A_failed_reload_brings_the_previous_file_back_and_reloads_again()
    {
        _group.Directory.Write("a", "old");
        var before = Identity("a");
        _group.With("a", reload: "echo reload: $(cat DIR/a) >>LOG; grep -q old DIR/a");
        var failed = Failed(FailureKind.Reload, await _group.ApplyAsync(Stop, ("a", "new")));

        Assert.Equal(["reload: new", "reload: old"], _group.Log);
        Assert.Equal(before, Identity("a"));
        Assert.Equal(["a"], _group.Names);
        Assert.Contains("failed with exit code 1; the previous files are back and were reloaded", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_reload_that_fails_is_told_too()
    {
        _group.Directory.Write("a", "old");
        _group.With("a", reload: "echo no; exit 5");
        var failed = Failed(FailureKind.Reload, await _group.ApplyAsync(Stop, ("a", "new")));

        Assert.Equal("old", _group.Directory.Read("a"));
        Assert.Contains("the previous files are back and reloading them failed, too", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_reload_of_several_files_brings_all_of_them_back()
    {
        _group.Directory.Write("a", "old a");
        _group.With("a", reload: "echo first >>LOG").With("b", reload: "echo second >>LOG; test ! -e DIR/b");
        Failed(FailureKind.Reload, await _group.ApplyAsync(Stop, ("a", "new a"), ("b", "new b")));

        Assert.Equal("old a", _group.Directory.Read("a"));
        Assert.Equal(["a"], _group.Names);
        Assert.Equal(["first", "second", "first", "second"], _group.Log);
    }

    [Fact]
    public async Task Two_templates_with_the_same_command_are_reloaded_once()
    {
        _group.With("a", reload: "echo $(cat DIR/a DIR/b) >>LOG").With("b", reload: "echo $(cat DIR/a DIR/b) >>LOG");
        var outcome = await _group.ApplyAsync(Stop, ("a", "one"), ("b", "two"));

        Assert.IsType<ApplyOutcome.Applied>(outcome);
        Assert.Equal(["onetwo"], _group.Log);
    }

    [Fact]
    public async Task A_file_of_a_group_that_stays_the_same_is_not_touched()
    {
        _group.Directory.Write("a", "same");
        var before = Identity("a");
        _group.With("a", "echo check a: $(cat {path}) >>LOG").With("b", "echo check b: $(cat {path}) >>LOG");
        var outcome = await _group.ApplyAsync(Stop, ("a", "same"), ("b", "new"));

        Assert.Equal([_group.Directory.Path("b")], Assert.IsType<ApplyOutcome.Applied>(outcome).Paths);
        Assert.Equal(before, Identity("a"));
        Assert.Equal(["check a: same", "check b: new"], _group.Log);
    }

    [Fact]
    public async Task When_the_second_swap_fails_the_first_is_undone()
    {
        _group.Directory.Write("a", "old");
        var before = Identity("a");
        _group.With("a", reload: "echo reload >>LOG").With("b", $"echo {{path}}; mkdir DIR/b; touch DIR/b/in-the-way");
        Failed(FailureKind.Destination, await _group.ApplyAsync(Stop, ("a", "new"), ("b", "new")));

        Assert.Equal(before, Identity("a"));
        Assert.Empty(_group.Log);
        Assert.Equal(["a", "b"], _group.Names);
    }

    [Fact]
    public async Task When_the_second_swap_fails_a_first_file_that_was_not_there_goes()
    {
        _group.With("a").With("b", "echo {path}; mkdir DIR/b; touch DIR/b/in-the-way");
        Failed(FailureKind.Destination, await _group.ApplyAsync(Stop, ("a", "new"), ("b", "new")));

        Assert.Equal(["b"], _group.Names);
    }

    [Fact]
    public async Task A_file_that_cannot_be_brought_back_keeps_no_other_from_it_and_its_text_is_kept()
    {
        _group.Directory.Write("a", "old a");
        _group.Directory.Write("b", "old b");
        _group.With("a", reload: "echo reload >>LOG; rm -f DIR/a; mkdir DIR/a; touch DIR/a/in-the-way; exit 1").With("b");
        var failed = Failed(FailureKind.Reload, await _group.ApplyAsync(Stop, ("a", "new a"), ("b", "new b")));

        var kept = $".a.{Environment.ProcessId}.previous";
        Assert.Equal("old b", _group.Directory.Read("b"));
        Assert.Equal("old a", _group.Directory.Read(kept));
        Assert.Contains(kept, failed.Message, StringComparison.Ordinal);
        Assert.Equal(["reload"], _group.Log);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n\t\n")]
    public async Task An_empty_output_never_replaces_a_file(string text)
    {
        _group.Directory.Write("a", "old");
        _group.With("a", reload: "echo reload >>LOG").With("b");
        var failed = Failed(FailureKind.Guard, await _group.ApplyAsync(Stop, ("a", text), ("b", "new")));

        Assert.Equal("old", _group.Directory.Read("a"));
        Assert.Equal(["a"], _group.Names);
        Assert.Empty(_group.Log);
        Assert.StartsWith($"{_group.Directory.Path("a")}: the output is empty", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_output_is_written_when_the_settings_allow_it()
    {
        _group.Directory.Write("a", "old");
        _group.With("a", allowEmpty: true);
        Assert.IsType<ApplyOutcome.Applied>(await _group.ApplyAsync(Stop, ("a", "")));

        Assert.Equal("", _group.Directory.Read("a"));
    }

    [Fact]
    public void While_a_file_misses_something_no_file_of_the_group_is_due()
    {
        _group.With("a").With("b");
        _group.Evaluate(("a", "new"));

        Assert.False(_group.IsApplyDue);
        Assert.Null(_group.Group.Remaining);
        Assert.Equal("key(\"b\")", Assert.Single(_group.Group.Missing).Dependency.ToString());

        _group.Evaluate(("a", "new"), ("b", "new"));
        Assert.True(_group.IsApplyDue);
    }

    [Fact]
    public async Task Stopping_during_a_check_leaves_everything_as_it_was()
    {
        _group.Directory.Write("a", "old");
        _group.With("a", "echo check {path} >>LOG; sleep 300", "echo reload >>LOG");
        using var stop = new CancellationTokenSource();
        var apply = _group.ApplyAsync(stop.Token, ("a", "new"));
        await Eventually.HoldsAsync("the check to begin", () => _group.Log.Count == 1);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => apply.WaitAsync(TimeSpan.FromSeconds(15), Stop));

        Assert.Equal("old", _group.Directory.Read("a"));
        Assert.Equal(["a"], _group.Names);
        Assert.Single(_group.Log);
    }

    [Fact]
    public async Task Stopping_during_a_reload_lets_it_finish()
    {
        _group.With("a", reload: "echo reload >>LOG; until test -e DIR/go; do sleep 0.01; done; echo reloaded >>LOG");
        using var stop = new CancellationTokenSource();
        var apply = _group.ApplyAsync(stop.Token, ("a", "new"));
        await Eventually.HoldsAsync("the reload to begin", () => _group.Log.Count == 1);
        await stop.CancelAsync();
        _group.Directory.Write("go", "");
        await Eventually.EndsAsync("the reload to end", apply);

        Assert.IsType<ApplyOutcome.Applied>(_group.Group.Outcome);
        Assert.Equal(["reload", "reloaded"], _group.Log);
    }

    [Fact]
    public async Task A_dry_run_prints_what_would_change_and_writes_and_runs_nothing()
    {
        _group.Directory.Write("a", "same");
        _group.With("a").With("b", "echo check {path} >>LOG", "echo reload >>LOG");
        _group.Evaluate(("a", "same"), ("b", "new\ntext\n"));
        using var output = new StringWriter();
        await _group.Group.BeginChange().PrintAsync(output);

        Assert.Equal($"> {_group.Directory.Path("b")}\nnew\ntext\n", output.ToString());
        Assert.Equal(["a"], _group.Names);
        Assert.Empty(_group.Log);
    }

    [Fact]
    public async Task A_dry_run_fails_like_a_real_one_when_the_destination_cannot_be_read()
    {
        Directory.CreateDirectory(_group.Directory.Path("a"));
        _group.With("a");
        _group.Evaluate(("a", "new"));
        Failed(FailureKind.Destination, await _group.Group.BeginChange().PrintAsync(TextWriter.Null));
    }

    // As when the disk fails: the reload takes away what the restore needs, and is mended later.
    [Fact]
    public async Task After_a_restore_that_failed_the_reload_is_run_until_it_succeeds_although_no_file_differs()
    {
        using var group = new GroupUnderTest().With("a", reload: "echo run >>LOG; test -e DIR/broken || exit 0; rm -f DIR/.a.*.previous; exit 1");
        await group.ApplyAsync(TestContext.Current.CancellationToken, ("a", "1"));
        group.Directory.Write("broken", "");
        var failed = Assert.IsType<ApplyOutcome.Failed>(await group.ApplyAsync(TestContext.Current.CancellationToken, ("a", "2")));
        Assert.Contains("nothing was reloaded again, because", failed.Message, StringComparison.Ordinal);
        Assert.Equal("2", group.Directory.Read("a"));

        failed = Assert.IsType<ApplyOutcome.Failed>(await group.ApplyAsync(TestContext.Current.CancellationToken, ("a", "2")));
        Assert.Equal(FailureKind.Reload, failed.Kind);
        Assert.Contains("no file was changed, and an earlier reload had failed, too", failed.Message, StringComparison.Ordinal);
        Assert.Equal(["run", "run", "run"], group.Log);

        File.Delete(group.Directory.Path("broken"));
        var applied = Assert.IsType<ApplyOutcome.Applied>(await group.ApplyAsync(TestContext.Current.CancellationToken, ("a", "2")));
        Assert.Empty(applied.Paths);
        Assert.Single(applied.Commands);
        Assert.IsType<ApplyOutcome.Unchanged>(await group.ApplyAsync(TestContext.Current.CancellationToken, ("a", "2")));
        Assert.Equal(4, group.Log.Count);
    }

    [Fact]
    public async Task What_was_not_reloaded_is_remembered_when_the_settings_are_read_again()
    {
        using var group = new GroupUnderTest().With("a", reload: "echo run >>LOG; test ! -e DIR/broken");
        group.Directory.Write("broken", "");
        Assert.IsType<ApplyOutcome.Failed>(await group.ApplyAsync(Stop, ("a", "1")));
        group.Directory.Write("a", "1");
        File.Delete(group.Directory.Path("broken"));
        using var next = new GroupUnderTest { Directory = group.Directory, Templates = group.Templates };
        next.Group.TakeOver(group.Group);

        Assert.IsType<ApplyOutcome.Applied>(await next.ApplyAsync(Stop, ("a", "1")));
    }

    [Fact]
    public async Task Files_that_are_back_and_could_not_be_reloaded_are_reloaded_when_they_are_right_again()
    {
        using var group = new GroupUnderTest().With("a", reload: "echo $(cat DIR/a) >>LOG; test ! -e DIR/broken");
        await group.ApplyAsync(TestContext.Current.CancellationToken, ("a", "1"));
        group.Directory.Write("broken", "");
        Assert.IsType<ApplyOutcome.Failed>(await group.ApplyAsync(TestContext.Current.CancellationToken, ("a", "2")));
        File.Delete(group.Directory.Path("broken"));
        Assert.IsType<ApplyOutcome.Applied>(await group.ApplyAsync(TestContext.Current.CancellationToken, ("a", "1")));

        Assert.Equal(["1", "2", "1", "1"], group.Log);
    }

    private static ApplyOutcome.Failed Failed(FailureKind kind, ApplyOutcome? outcome)
    {
        var failed = Assert.IsType<ApplyOutcome.Failed>(outcome);
        Assert.True(failed.Kind == kind, $"{failed.Kind}: {failed.Message}");
        return failed;
    }

    private (string Text, DateTime Written) Identity(string name) => (_group.Directory.Read(name), File.GetLastWriteTimeUtc(_group.Directory.Path(name)));
}
