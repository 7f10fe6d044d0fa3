using ConsulRender.Files;
using Xunit;
using static ConsulRender.Tests.Engine.Files.DestinationUnderTest;

namespace ConsulRender.Tests.Engine.Files;

/// <summary>Mode and owner of a file that is replaced.</summary>
public sealed class DestinationPermissionsTests : IDisposable
{
    private const UnixFileMode OwnerAndGroup = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;
    private const UnixFileMode NewFile = OwnerAndGroup | UnixFileMode.OtherRead;

    private readonly DestinationUnderTest _test = new();

    public void Dispose() => _test.Dispose();

    [Fact]
    public void A_new_file_is_readable_by_all_whatever_the_process_allows()
    {
        Replace(_test.Destination(), "new");

        Assert.Equal(NewFile, File.GetUnixFileMode(_test.Directory.Path("out")));
    }

    [Fact]
    public void The_mode_is_kept_and_stands_before_the_swap()
    {
        File.SetUnixFileMode(_test.Directory.Write("out", "old"), OwnerAndGroup);
        var destination = _test.Destination();
        destination.Stage(Text("new"));

        Assert.Equal(OwnerAndGroup, File.GetUnixFileMode(destination.CheckedPath));
        destination.Swap();
        Assert.Equal(OwnerAndGroup, File.GetUnixFileMode(_test.Directory.Path("out")));
    }

    [Fact]
    public void The_mode_of_the_settings_wins_over_the_old_one()
    {
        File.SetUnixFileMode(_test.Directory.Write("out", "old"), OwnerAndGroup);
        Replace(_test.Destination(new FilePermissions(UnixFileMode.UserRead, null, null)), "new");

        Assert.Equal(UnixFileMode.UserRead, File.GetUnixFileMode(_test.Directory.Path("out")));
    }

    [Fact]
    public void The_owner_is_kept()
    {
        SkipUnlessRoot();
        GiveAway(_test.Directory.Write("out", "old"), 12345, 54321);
        Replace(_test.Destination(), "new");

        var status = FileSystem.Status(_test.Directory.Path("out"))!;
        Assert.Equal((12345u, 54321u), (status.User, status.Group));
    }

    [Fact]
    public void The_owner_of_the_settings_wins_and_may_be_a_name_or_a_number()
    {
        SkipUnlessRoot();
        GiveAway(_test.Directory.Write("out", "old"), 12345, 54321);
        Replace(_test.Destination(new FilePermissions(UnixFileMode.SetUser | OwnerAndGroup, "daemon", "77")), "new");

        var status = FileSystem.Status(_test.Directory.Path("out"))!;
        Assert.Equal((FileSystem.UserNumber("daemon"), 77u, UnixFileMode.SetUser | OwnerAndGroup), (status.User, status.Group, status.Mode));
        Assert.NotEqual(0u, status.User);
    }

    [Fact]
    public void A_user_who_does_not_exist_is_named_and_nothing_is_left_behind()
    {
        var destination = _test.Destination(new FilePermissions(null, "no-such-user", null));

        Assert.Equal($"{_test.Directory.Path("out")} cannot be written: there is no user 'no-such-user' on this host", StageProblem(destination));
        Assert.Empty(_test.Directory.Names);
    }

    private static void GiveAway(string path, uint user, uint group)
    {
        using var file = File.OpenHandle(path);
        FileSystem.ChangeOwner(file, user, group);
    }

    private static void SkipUnlessRoot() => Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root may give files away.");
}
