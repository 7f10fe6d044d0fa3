using ConsulRender.Files;
using ConsulRender.Groups;
using ConsulRender.Journal;
using ConsulRender.State;
using ConsulRender.Tests.Engine.Groups;
using Xunit;

namespace ConsulRender.Tests.Engine.Journal;

/// <summary>What lies in the state directory during and after the changes of a group.</summary>
public sealed class GroupJournalTests : IDisposable
{
    private const string ShowJournal = "cat DIR/state/journal/* 2>/dev/null | tr -d '\\n' >>LOG; echo >>LOG";

    private readonly GroupUnderTest _test = new();

    public void Dispose() => _test.Dispose();

    private string[] Journals => Directory.Exists(_test.Directory.Path("state/journal")) ? Directory.GetFileSystemEntries(_test.Directory.Path("state/journal")) : [];

    [Fact]
    public async Task A_change_is_in_the_journal_from_before_the_swap_until_its_reload_has_succeeded()
    {
        _test.With("a", check: $"cat {{path}} >/dev/null; {ShowJournal}", reload: ShowJournal).With("b");
        KeepJournal();

        Assert.IsType<ApplyOutcome.Applied>(await _test.ApplyAsync(TestContext.Current.CancellationToken, ("a", "1"), ("b", "1")));

        Assert.Equal(2, _test.Log.Count);
        Assert.Equal("", _test.Log[0]);
        var entry = JournalText.Read(System.Text.Encoding.UTF8.GetBytes(_test.Log[1]))!;
        Assert.Equal(("group", "key", ProcessMark.Mine, true, true, false, false), (entry.Group, entry.Key, entry.Writer, entry.IsDurable, entry.HasReload, entry.IsReloadBegun, entry.OwesReload));
        Assert.Equal([(JournalFileKind.Create, _test.Directory.Path("a")), (JournalFileKind.Create, _test.Directory.Path("b"))], entry.Files.Select(file => (file.Kind, file.Target)));
        Assert.Equal(FileSystem.Identity(_test.Directory.Path("a")), entry.Files[0].New);
        Assert.Empty(Journals);
    }

    [Fact]
    public async Task A_failed_reload_is_in_the_journal_as_begun_before_the_files_are_put_back()
    {
        _test.With("a", reload: $"{ShowJournal}; ! grep -q bad DIR/a").With("b");
        KeepJournal();
        await _test.ApplyAsync(TestContext.Current.CancellationToken, ("a", "1"), ("b", "1"));

        Assert.IsType<ApplyOutcome.Failed>(await _test.ApplyAsync(TestContext.Current.CancellationToken, ("a", "bad"), ("b", "2")));

        Assert.Equal([false, false, true], _test.Log.Select(line => JournalText.Read(System.Text.Encoding.UTF8.GetBytes(line))!.IsReloadBegun));
        Assert.Empty(Journals);
    }

    [Fact]
    public async Task A_reload_of_the_previous_files_that_fails_stays_owed_on_disk()
    {
        _test.With("a", reload: "test ! -e DIR/broken").With("b");
        KeepJournal();
        await _test.ApplyAsync(TestContext.Current.CancellationToken, ("a", "1"), ("b", "1"));
        _test.Directory.Write("broken", "");

        await _test.ApplyAsync(TestContext.Current.CancellationToken, ("a", "2"), ("b", "2"));

        var entry = JournalText.Read(await File.ReadAllBytesAsync(Assert.Single(Journals), TestContext.Current.CancellationToken))!;
        Assert.Equal((true, 0), (entry.OwesReload, entry.Files.Count));
        File.Delete(_test.Directory.Path("broken"));
        Assert.IsType<ApplyOutcome.Applied>(await _test.ApplyAsync(TestContext.Current.CancellationToken, ("a", "1"), ("b", "1")));
        Assert.Empty(Journals);
    }

    [Theory]
    [InlineData("rm {path}")]
    [InlineData("rm -r DIR/folder")]
    public async Task Somebody_who_removes_what_is_staged_makes_the_change_fail_and_the_next_one_succeeds(string removal)
    {
        _test.With("a", check: $"test -e DIR/mended || {removal}", reload: "cat DIR/folder/a >>LOG; echo >>LOG", destination: _test.Directory.Path("folder/a")).With("b");
        KeepJournal();

        var failed = Assert.IsType<ApplyOutcome.Failed>(await _test.ApplyAsync(TestContext.Current.CancellationToken, ("a", "1"), ("b", "1")));

        Assert.Equal(FailureKind.Destination, failed.Kind);
        Assert.Contains("somebody has removed", failed.Message, StringComparison.Ordinal);
        Assert.Empty(Journals);
        Assert.False(File.Exists(_test.Directory.Path("b")));
        _test.Directory.Write("mended", "");
        Assert.IsType<ApplyOutcome.Applied>(await _test.ApplyAsync(TestContext.Current.CancellationToken, ("a", "1"), ("b", "1")));
        Assert.Equal(["1"], _test.Log);
    }

    [Fact]
    public async Task A_single_file_without_a_reload_needs_no_journal()
    {
        _test.With("a");
        KeepJournal();

        await _test.ApplyAsync(TestContext.Current.CancellationToken, ("a", "1"));

        Assert.False(Directory.Exists(_test.Directory.Path("state")));
    }

    [Fact]
    public async Task A_journal_that_cannot_be_written_keeps_no_file_from_its_place_and_is_told_once()
    {
        _test.With("a", reload: "true").With("b");
        _test.Directory.Write("state", "in the way");
        KeepJournal();

        var first = await _test.ApplyAsync(TestContext.Current.CancellationToken, ("a", "1"), ("b", "1"));
        var second = await _test.ApplyAsync(TestContext.Current.CancellationToken, ("a", "2"), ("b", "2"));

        Assert.Contains("cannot be written", Assert.Single(Assert.IsType<ApplyOutcome.Applied>(first).Warnings), StringComparison.Ordinal);
        Assert.Empty(Assert.IsType<ApplyOutcome.Applied>(second).Warnings);
    }

    [Fact]
    public async Task A_reload_that_another_process_owes_is_run_although_no_file_differs()
    {
        _test.With("a", reload: "echo reloaded >>LOG");
        await _test.ApplyAsync(TestContext.Current.CancellationToken, ("a", "1"));
        var state = new StateDirectory(_test.Directory.Path("state"));
        var owed = Path.Combine(state.JournalFolder, "key.1");
        StateFile.Write(owed, JournalText.Write(new JournalEntry { Group = "group", Key = "key", OwesReload = true }), isDurable: false);
        var journal = new GroupJournal(state, "key", "group", isQuiet: false);
        journal.Inherit(Assert.Single(Recovery.Run(state).Interrupted));
        _test.Group.Keep(journal);

        await _test.ApplyAsync(TestContext.Current.CancellationToken, ("a", "1"));

        Assert.Equal(["reloaded", "reloaded"], _test.Log);
        Assert.Empty(Journals);
    }

    private void KeepJournal() => _test.Group.Keep(new GroupJournal(new StateDirectory(_test.Directory.Path("state")), "key", "group", isQuiet: false));
}
