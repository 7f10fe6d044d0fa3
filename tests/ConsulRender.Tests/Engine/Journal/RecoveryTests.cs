using ConsulRender.Files;
using ConsulRender.Journal;
using ConsulRender.State;
using Xunit;

namespace ConsulRender.Tests.Engine.Journal;

/// <summary>Undoing, from what a kill leaves on disk between any two steps of a change: two files replaced, one made, one removed.</summary>
public sealed class RecoveryTests : IDisposable
{
    private static readonly ProcessMark Dead = new(ProcessMark.Mine.Id, ProcessMark.Mine.Started + 1, ProcessMark.Mine.Boot);
    private readonly TemporaryDirectory _directory = new();
    private readonly StateDirectory _state;

    public RecoveryTests() => _state = new StateDirectory(_directory.Path("state"));

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, false)]
    [InlineData(4, true)]
    public void Files_are_as_they_were_and_a_reload_is_owed_if_one_may_have_begun(int swapped, bool owesReload)
    {
        var entry = Interrupt(swapped);

        var recovery = Recovery.Run(_state);

        Assert.Equal(["a: old", "b: old", "gone: old", "state: /"], Files());
        Assert.Equal(owesReload, recovery.Interrupted.Any(change => change.Entry.OwesReload));
        Assert.Equal(owesReload ? 1 : 0, Journals().Length);
        var files = swapped switch { 0 => "no file had been changed", 1 => "1 file is as it was", _ => $"{swapped} files are as they were" };
        Assert.Equal([(false, $"an interrupted change of web was undone: {files}{(owesReload ? "; its reload is run again" : "")}")], recovery.Lines);
        Assert.All(entry.Files, file => Assert.False(File.Exists(file.Staged ?? file.Previous!)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(4)]
    public void Undoing_that_is_cut_short_at_its_end_is_done_again_to_the_same_end(int swapped)
    {
        Interrupt(swapped);
        var journal = JournalText.Read(File.ReadAllBytes(Journals().Single()))!;
        var owed = Recovery.Run(_state).Interrupted.Count;

        // That a reload may have begun is written before the first file is put back.
        StateFile.Write(Path.Combine(_state.JournalFolder, "key.1"), JournalText.Write(journal with { IsReloadBegun = owed > 0 }), isDurable: false);

        var again = Recovery.Run(_state);

        Assert.Equal(["a: old", "b: old", "gone: old", "state: /"], Files());
        Assert.True(again.Interrupted.Count >= owed, "the reload that was owed is forgotten");
    }

    [Fact]
    public void A_reload_that_is_owed_stays_owed_until_it_has_run()
    {
        Interrupt(swapped: 4);
        Recovery.Run(_state);
        var journal = FileSystem.Identity(Journals().Single());

        var owed = Assert.Single(Recovery.Run(_state).Interrupted);

        Assert.True(journal!.Value.IsSame(FileSystem.Identity(Journals().Single())), "a journal that has nothing new to say was written again");
        Assert.Equal(("web", "key", true, 0), (owed.Entry.Group, owed.Entry.Key, owed.Entry.OwesReload, owed.Entry.Files.Count));
        owed.End();
        Assert.Empty(Recovery.Run(_state).Interrupted);
    }

    [Fact]
    public void What_somebody_else_put_in_its_place_since_is_left_alone()
    {
        Interrupt(swapped: 4);
        File.Move(_directory.Write("theirs", "theirs"), _directory.Path("a"), overwrite: true);
        File.Move(_directory.Write("theirs", "theirs"), _directory.Path("new"), overwrite: true);
        _directory.Write("gone", "theirs");

        Recovery.Run(_state);

        Assert.Equal(["a: theirs", "b: old", "gone: theirs", "new: theirs", "state: /"], Files());
    }

    [Fact]
    public void A_change_of_a_process_that_lives_is_left_alone()
    {
        Interrupt(swapped: 2, ProcessMark.Mine);

        var recovery = Recovery.Run(_state);

        Assert.Equal(["a: new", "b: new", "gone: old", "state: /"], Files());
        Assert.Single(Journals());
        Assert.Equal(6, recovery.Named.Count);
    }

    [Fact]
    public void A_journal_that_a_power_cut_left_empty_is_of_a_change_that_had_not_begun()
    {
        _state.Make();
        File.WriteAllText(Path.Combine(_state.JournalFolder, "key.1"), "");

        Assert.Empty(Recovery.Run(_state).Lines);
        Assert.Empty(Journals());
    }

    [Fact]
    public void A_journal_of_another_version_is_left_alone_and_told()
    {
        _state.Make();
        File.WriteAllText(Path.Combine(_state.JournalFolder, "key.1"), """{"version":2}""");

        var (isProblem, text) = Assert.Single(Recovery.Run(_state).Lines);

        Assert.True(isProblem);
        Assert.Contains("is of another version of consulrender and is left alone", text, StringComparison.Ordinal);
        Assert.Single(Journals());
    }

    [Fact]
    public void A_mount_point_gets_its_text_and_mode_back_in_place()
    {
        var live = _directory.Write("a", "half of the n");
        var previous = _directory.Write(".a.1.previous", "old");
        File.SetUnixFileMode(live, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var status = FileSystem.Status(live)! with { Mode = UnixFileMode.UserRead };
        var identity = FileSystem.Identity(live);
        Journal([new JournalFile(JournalFileKind.Overwrite, live) { Staged = _directory.Write(".a.1.staged", "new"), Previous = previous, Live = identity!.Value, Status = status }], Dead);

        Recovery.Run(_state);

        Assert.Equal(["a: old", "state: /"], Files());
        Assert.Equal((identity, UnixFileMode.UserRead), (FileSystem.Identity(live), File.GetUnixFileMode(live)));
    }

    [Fact]
    public void A_single_file_stays_as_a_power_cut_left_it()
    {
        var staged = _directory.Write(".a.1.staged", "new");
        _directory.Write("a", "old");
        var file = new JournalFile(JournalFileKind.Replace, _directory.Path("a")) { Staged = staged, New = FileSystem.Identity(staged)!.Value, Previous = _directory.Path(".a.1.previous") };
        File.Move(_directory.Path("a"), file.Previous);
        File.Move(staged, file.Target);
        Journal([file], Dead with { Boot = "another" }, isDurable: false);

        Recovery.Run(_state);

        Assert.Equal(["a: new", "state: /"], Files());
    }

    [Fact]
    public void What_cannot_be_undone_stays_in_the_journal_and_is_told()
    {
        Assert.SkipUnless(Directory.Exists("/dev/shm"), "there is no second file system");
        var elsewhere = Directory.CreateDirectory($"/dev/shm/consulrender-test-{Guid.NewGuid():N}");
        try
        {
            var staged = _directory.Write("a", "new");
            var previous = Path.Combine(elsewhere.FullName, ".a.1.previous");
            File.WriteAllText(previous, "old");
            Journal([new JournalFile(JournalFileKind.Replace, staged) { Staged = _directory.Path(".a.1.staged"), New = FileSystem.Identity(staged)!.Value, Previous = previous }], Dead);

            var recovery = Recovery.Run(_state);

            var change = Assert.Single(recovery.Interrupted);
            Assert.StartsWith($"an interrupted change of web cannot be undone: {staged} cannot be restored; its previous text is in '{previous}'", change.Undo(), StringComparison.Ordinal);
            Assert.True(recovery.Lines.Single().IsProblem);
            Assert.True(File.Exists(previous) && recovery.Named.Contains(previous) && Journals().Length == 1);
        }
        finally
        {
            elsewhere.Delete(recursive: true);
        }
    }

    // As a change does: stage all, keep all, journal, then swap one after the other.
    private JournalEntry Interrupt(int swapped, ProcessMark? writer = null)
    {
        string[] before = ["a", "b", "gone"];
        foreach (var name in before)
        {
            _directory.Write(name, "old");
        }

        var files = new[] { ("a", JournalFileKind.Replace), ("b", JournalFileKind.Replace), ("new", JournalFileKind.Create) }.Select(file =>
        {
            var staged = _directory.Write($".{file.Item1}.1.staged", "new");
            return new JournalFile(file.Item2, _directory.Path(file.Item1))
            {
                Staged = staged,
                New = FileSystem.Identity(staged)!.Value,
                Previous = file.Item2 == JournalFileKind.Replace ? _directory.Path($".{file.Item1}.1.previous") : null,
            };
        }).Append(new JournalFile(JournalFileKind.Remove, _directory.Path("gone")) { Previous = _directory.Path(".gone.1.previous") }).ToList();
        foreach (var file in files.Where(file => file.Kind == JournalFileKind.Replace))
        {
            FileSystem.LinkOrCopy(file.Target, file.Previous!);
        }

        foreach (var file in files.Take(swapped))
        {
            FileSystem.Rename(file.Staged ?? file.Target, file.Staged is null ? file.Previous! : file.Target);
        }

        return Journal(files, writer ?? Dead);
    }

    private JournalEntry Journal(IReadOnlyList<JournalFile> files, ProcessMark writer, bool isDurable = true)
    {
        var entry = new JournalEntry { Group = "web", Key = "key", Writer = writer, HasReload = true, IsDurable = isDurable, Files = files };
        StateFile.Write(Path.Combine(_state.JournalFolder, "key.1"), JournalText.Write(entry), isDurable: false);
        return entry;
    }

    private string[] Journals() => Directory.GetFiles(_state.JournalFolder);

    private IEnumerable<string> Files() => _directory.Names.Where(name => !name.StartsWith('.') || !name.EndsWith('d'))
        .Where(name => !name.EndsWith(".previous", StringComparison.Ordinal))
        .Select(name => $"{name}: {(Directory.Exists(_directory.Path(name)) ? "/" : _directory.Read(name))}");
}
