using System.Diagnostics;
using ConsulRender.Consul;
using ConsulRender.Templating;
using Xunit;

namespace ConsulRender.Tests.Engine;

public sealed class DestinationTests : IDisposable
{
    private const UnixFileMode OwnerAndGroup = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;
    private const UnixFileMode NewFile = OwnerAndGroup | UnixFileMode.OtherRead;

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("abc", "abc", false)]
    [InlineData("abc", "abd", true)]
    [InlineData("abc", "abcd", true)]
    [InlineData("abcd", "abc", true)]
    [InlineData("", "abc", true)]
    [InlineData("", "", false)]
    [InlineData("ä€𝄞", "ä€𝄞", false)]
    public void A_file_differs_when_its_text_is_another(string live, string wanted, bool expected)
    {
        _directory.Write("out", live);

        Assert.Equal(expected, Differs(wanted));
    }

    [Fact]
    public void A_file_that_does_not_exist_differs_also_from_an_empty_text() => Assert.True(Differs(""));

    [Theory]
    [InlineData(1_000_000, 999_999)]
    [InlineData(1_000_000, 0)]
    [InlineData(70_000, 65_536)]
    public void A_long_text_is_compared_to_its_end(int length, int difference)
    {
        var text = string.Concat(Enumerable.Range(0, length).Select(index => (char)('a' + (index % 23))));
        _directory.Write("out", text);
        Assert.False(Differs(text));

        var other = text.ToCharArray();
        other[difference] = '!';
        Assert.True(Differs(new string(other)));
    }

    [Fact]
    public void Comparing_allocates_nothing_in_proportion_to_the_file()
    {
        var text = new string('x', 4_000_000);
        _directory.Write("out", text);
        var destination = Destination();
        var rendered = Text(text);
        Assert.False(destination.Differs(rendered));

        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.False(destination.Differs(rendered));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 * 1024);
    }

    [Fact]
    public void A_text_is_staged_beside_the_file_under_a_dot_name_and_swapped_in()
    {
        _directory.Write("out", "old");
        var destination = Destination();
        destination.Stage(Text("new"));

        Assert.Equal("old", _directory.Read("out"));
        Assert.Equal([$".out.{Environment.ProcessId}.staged", "out"], _directory.Names);
        Assert.Equal("new", File.ReadAllText(destination.CheckedPath));

        destination.Swap();
        destination.CleanUp();
        Assert.Equal("new", _directory.Read("out"));
        Assert.Equal(["out"], _directory.Names);
    }

    [Fact]
    public void A_long_text_is_written_whole()
    {
        var text = string.Concat(Enumerable.Range(0, 200_000).Select(index => $"{index} ä€\n"));
        Replace(Destination(), text);

        Assert.Equal(text, _directory.Read("out"));
    }

    [Fact]
    public void Without_a_swap_cleaning_up_leaves_everything_as_it_was()
    {
        _directory.Write("out", "old");
        var destination = Destination();
        destination.Stage(Text("new"));
        destination.KeepPrevious();
        destination.CleanUp();

        Assert.Equal("old", _directory.Read("out"));
        Assert.Equal(["out"], _directory.Names);
    }

    [Fact]
    public void What_a_killed_process_with_the_same_number_left_is_in_nobodys_way()
    {
        _directory.Write("out", "old");
        _directory.Write($".out.{Environment.ProcessId}.staged", "left over");
        _directory.Write($".out.{Environment.ProcessId}.previous", "left over");
        var destination = Destination();
        Replace(destination, "new");
        destination.Restore();
        destination.CleanUp();

        Assert.Equal("old", _directory.Read("out"));
        Assert.Equal(["out"], _directory.Names);
    }

    [Fact]
    public void A_restore_brings_back_the_very_file()
    {
        File.SetUnixFileMode(_directory.Write("out", "old"), OwnerAndGroup);
        var before = FileIdentity("out");
        var destination = Destination();
        Replace(destination, "new");
        destination.Restore();
        destination.CleanUp();

        Assert.Equal("old", _directory.Read("out"));
        Assert.Equal(before, FileIdentity("out"));
        Assert.Equal(["out"], _directory.Names);
    }

    [Fact]
    public void A_restore_removes_a_file_that_did_not_exist()
    {
        var destination = Destination();
        Replace(destination, "new");
        destination.Restore();
        destination.CleanUp();

        Assert.Empty(_directory.Names);
    }

    [Fact]
    public void A_file_that_cannot_be_restored_keeps_its_previous_text_beside_it()
    {
        _directory.Write("out", "old");
        var destination = Destination();
        Replace(destination, "new");
        File.Delete(_directory.Path("out"));
        _directory.Write("out/something", "in the way");
        var exception = Assert.Throws<DestinationException>(destination.Restore);
        destination.CleanUp();

        var kept = $".out.{Environment.ProcessId}.previous";
        Assert.Equal("old", _directory.Read(kept));
        Assert.Contains(kept, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_new_file_is_readable_by_all_whatever_the_process_allows()
    {
        Replace(Destination(), "new");

        Assert.Equal(NewFile, File.GetUnixFileMode(_directory.Path("out")));
    }

    [Fact]
    public void The_mode_is_kept_and_stands_before_the_swap()
    {
        File.SetUnixFileMode(_directory.Write("out", "old"), OwnerAndGroup);
        var destination = Destination();
        destination.Stage(Text("new"));

        Assert.Equal(OwnerAndGroup, File.GetUnixFileMode(destination.CheckedPath));
        destination.Swap();
        Assert.Equal(OwnerAndGroup, File.GetUnixFileMode(_directory.Path("out")));
    }

    [Fact]
    public void The_mode_of_the_settings_wins_over_the_old_one()
    {
        File.SetUnixFileMode(_directory.Write("out", "old"), OwnerAndGroup);
        Replace(Destination(new FilePermissions(UnixFileMode.UserRead, null, null)), "new");

        Assert.Equal(UnixFileMode.UserRead, File.GetUnixFileMode(_directory.Path("out")));
    }

    [Fact]
    public void The_owner_is_kept()
    {
        SkipUnlessRoot();
        GiveAway(_directory.Write("out", "old"), 12345, 54321);
        Replace(Destination(), "new");

        var status = FileSystem.Status(_directory.Path("out"))!;
        Assert.Equal((12345u, 54321u), (status.User, status.Group));
    }

    [Fact]
    public void The_owner_of_the_settings_wins_and_may_be_a_name_or_a_number()
    {
        SkipUnlessRoot();
        GiveAway(_directory.Write("out", "old"), 12345, 54321);
        Replace(Destination(new FilePermissions(UnixFileMode.SetUser | OwnerAndGroup, "daemon", "77")), "new");

        var status = FileSystem.Status(_directory.Path("out"))!;
        Assert.Equal((FileSystem.UserNumber("daemon"), 77u, UnixFileMode.SetUser | OwnerAndGroup), (status.User, status.Group, status.Mode));
        Assert.NotEqual(0u, status.User);
    }

    [Fact]
    public void A_user_who_does_not_exist_is_named_and_nothing_is_left_behind()
    {
        var destination = Destination(new FilePermissions(null, "no-such-user", null));

        Assert.Equal($"{_directory.Path("out")} cannot be written: there is no user 'no-such-user' on this host", StageProblem(destination));
        Assert.Empty(_directory.Names);
    }

    [Theory]
    [InlineData("target", "target")]
    [InlineData("folder/target", "folder/target")]
    public void A_link_stays_a_link_and_what_it_points_at_is_replaced(string linkTarget, string name)
    {
        _directory.Write(name, "old");
        File.CreateSymbolicLink(_directory.Path("out"), linkTarget);
        var destination = Destination();
        Replace(destination, "new");
        Assert.Equal("new", _directory.Read(name));

        destination.Restore();
        destination.CleanUp();
        Assert.Equal("old", _directory.Read(name));
        Assert.Equal(linkTarget, new FileInfo(_directory.Path("out")).LinkTarget);
    }

    [Fact]
    public void A_chain_of_links_is_followed_to_its_end()
    {
        _directory.Write("target", "old");
        File.CreateSymbolicLink(_directory.Path("middle"), "target");
        File.CreateSymbolicLink(_directory.Path("out"), _directory.Path("middle"));
        Replace(Destination(), "new");

        Assert.Equal("new", _directory.Read("target"));
        Assert.Equal("target", new FileInfo(_directory.Path("middle")).LinkTarget);
    }

    [Fact]
    public void A_link_to_nothing_gets_its_target()
    {
        File.CreateSymbolicLink(_directory.Path("out"), "target");
        var destination = Destination();
        Assert.True(destination.Differs(Text("new")));
        Replace(destination, "new");
        Assert.Equal("new", _directory.Read("target"));

        destination.Restore();
        destination.CleanUp();
        Assert.Equal(["out"], _directory.Names);
    }

    [Fact]
    public void Links_in_a_circle_are_a_failure_like_any_other()
    {
        File.CreateSymbolicLink(_directory.Path("out"), "other");
        File.CreateSymbolicLink(_directory.Path("other"), "out");

        var problem = "its symbolic links lead in a circle";
        Assert.Equal($"{_directory.Path("out")} cannot be written: {problem}", StageProblem(Destination()));
        Assert.Equal($"{_directory.Path("out")} cannot be read: {problem}", Assert.Throws<DestinationException>(() => Differs("new")).Message);
    }

    // As Kubernetes mounts it: the folder is a link, and ".." means the folder above where it leads.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_relative_link_behind_a_link_to_a_folder_leads_where_the_kernel_says(bool exists)
    {
        Directory.CreateDirectory(_directory.Path("real/deep"));
        Directory.CreateDirectory(_directory.Path("other"));
        if (exists)
        {
            _directory.Write("real/target", "old");
        }

        File.CreateSymbolicLink(_directory.Path("other/folder"), "../real/deep");
        File.CreateSymbolicLink(_directory.Path("real/deep/middle"), "../target");
        File.CreateSymbolicLink(_directory.Path("out"), "other/folder/middle");
        Replace(Destination(), "new");

        Assert.Equal("new", _directory.Read("real/target"));
        Assert.Equal("../target", new FileInfo(_directory.Path("real/deep/middle")).LinkTarget);
        Assert.Equal(["folder"], Directory.EnumerateFileSystemEntries(_directory.Path("other")).Select(Path.GetFileName));
    }

    [Fact]
    public void A_link_to_nothing_in_a_folder_that_does_not_exist_gets_both()
    {
        File.CreateSymbolicLink(_directory.Path("out"), "new/folder/target");
        Replace(Destination(), "new");

        Assert.Equal("new", _directory.Read("new/folder/target"));
        Assert.Equal("new/folder/target", new FileInfo(_directory.Path("out")).LinkTarget);
    }

    [Fact]
    public void The_target_of_a_link_is_staged_in_its_own_directory()
    {
        _directory.Write("folder/target", "old");
        File.CreateSymbolicLink(_directory.Path("out"), "folder/target");
        var destination = Destination();
        destination.Stage(Text("new"));

        Assert.Equal(_directory.Path("folder"), Path.GetDirectoryName(destination.CheckedPath));
        destination.CleanUp();
    }

    [Fact]
    public void A_directory_that_does_not_exist_is_made_when_allowed()
    {
        Replace(new Destination(_directory.Path("a/b/out"), new FilePermissions(null, null, null), createDirectories: true), "new");

        Assert.Equal("new", _directory.Read("a/b/out"));
    }

    [Fact]
    public void A_directory_that_does_not_exist_is_told_with_what_to_do()
    {
        var path = _directory.Path("a/out");
        var destination = new Destination(path, new FilePermissions(null, null, null), createDirectories: false);

        Assert.True(destination.Differs(Text("new")));
        Assert.Equal(
            $"{path} cannot be written: the directory '{_directory.Path("a")}' does not exist; create it or set \"create_dest_dirs\": true",
            StageProblem(destination));
        Assert.Empty(_directory.Names);
    }

    [Fact]
    public void A_staged_file_that_somebody_removed_is_not_blamed_on_the_directory()
    {
        var destination = Destination();
        destination.Stage(Text("new"));
        File.Delete(destination.CheckedPath);
        var problem = Assert.Throws<DestinationException>(() => destination.Swap()).Message;

        Assert.Equal($"{_directory.Path("out")} cannot be replaced: it cannot be renamed (No such file or directory)", problem);
    }

    [Fact]
    public void A_file_where_a_directory_should_be_is_a_failure_like_any_other()
    {
        _directory.Write("a", "");
        var destination = new Destination(_directory.Path("a/out"), new FilePermissions(null, null, null), createDirectories: true);

        Assert.StartsWith($"{_directory.Path("a/out")} cannot be written: ", StageProblem(destination), StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_is_never_replaced()
    {
        Directory.CreateDirectory(_directory.Path("out"));
        var exception = Assert.Throws<DestinationException>(() => Differs("new"));

        Assert.Equal($"{_directory.Path("out")} cannot be read: it is a directory", exception.Message);
    }

    // Opening a pipe for reading waits for a writer, which would stop the loop for ever.
    [Fact]
    public async Task A_pipe_is_never_replaced_nor_waited_for()
    {
        using var make = Process.Start("mkfifo", _directory.Path("out"));
        await make.WaitForExitAsync(TestContext.Current.CancellationToken);
        var look = Task.Run(() => Assert.Throws<DestinationException>(() => Differs("new")), TestContext.Current.CancellationToken);
        var exception = await look.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);

        Assert.Equal($"{_directory.Path("out")} cannot be read: it is not a regular file", exception.Message);
    }

    [Fact]
    public void A_name_that_is_too_long_is_a_failure_like_any_other()
    {
        var destination = new Destination(_directory.Path(new string('x', 250)), new FilePermissions(null, null, null), createDirectories: true);

        Assert.Contains("cannot be written", StageProblem(destination), StringComparison.Ordinal);
    }

    private static void GiveAway(string path, uint user, uint group)
    {
        using var file = File.OpenHandle(path);
        FileSystem.ChangeOwner(file, user, group);
    }

    private static void SkipUnlessRoot() => Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root may give files away.");

    private static RenderedText Text(string text) =>
        Template.Parse(new TemplateSource("t.liquid", "{{ env.TEXT }}"), new TemplateOptions { Environment = new Dictionary<string, string> { ["TEXT"] = text } })
            .Render(Snapshot.Empty).Text;

    private bool Differs(string text) => Destination().Differs(Text(text));

    private Destination Destination(FilePermissions? permissions = null) =>
        new(_directory.Path("out"), permissions ?? new FilePermissions(null, null, null), createDirectories: true);

    private static void Replace(Destination destination, string text)
    {
        destination.Stage(Text(text));
        destination.KeepPrevious();
        destination.Swap();
    }

    private static string StageProblem(Destination destination)
    {
        var problem = Assert.Throws<DestinationException>(() => destination.Stage(Text("new"))).Message;
        destination.CleanUp();
        return problem;
    }

    private (DateTime Written, FileStatus Status) FileIdentity(string name) =>
        (File.GetLastWriteTimeUtc(_directory.Path(name)), FileSystem.Status(_directory.Path(name))!);
}
