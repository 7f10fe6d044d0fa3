using ConsulRender.Files;
using ConsulRender.Groups;
using ConsulRender.Processes;
using ConsulRender.Settings;
using ConsulRender.Tests.Engine.Groups;
using Xunit;

namespace ConsulRender.Tests.Engine.Files;

/// <summary>A destination that is a mount point of its own, as containers get their settings; only root can make one.</summary>
public sealed class MountPointTests : IAsyncDisposable
{
    private const string Mounted = "is a mount point and cannot be replaced in one step; it is written in place; mount its directory instead";

    private readonly GroupUnderTest _test = new();
    private bool _isMounted;

    private string Live => _test.Directory.Path("a");

    public async ValueTask DisposeAsync()
    {
        await UnmountAsync();
        _test.Dispose();
    }

    [Fact]
    public async Task It_is_written_in_place_and_told_once()
    {
        await MountAsync("a longer text of before");
        var inode = FileSystem.Stamp(Live)!.Inode;
        var outcome = Assert.IsType<ApplyOutcome.Applied>(await ApplyAsync("new"));

        Assert.Equal([$"{Live} {Mounted}"], outcome.Warnings);
        Assert.Equal(("new", "new"), (_test.Directory.Read("a"), _test.Directory.Read("outside")));
        Assert.Equal(inode, FileSystem.Stamp(Live)!.Inode);
        Assert.Equal(["a", "outside"], _test.Names);
        Assert.Empty((await ApplyAsync("newer")).Warnings);
        Assert.Equal("newer", _test.Directory.Read("outside"));
    }

    [Fact]
    public async Task It_gets_mode_and_owner_of_the_settings_and_keeps_what_they_do_not_name()
    {
        await MountAsync("old", template => template with { Perms = UnixFileMode.UserRead, Group = "77" });
        using (var file = File.OpenHandle(Live))
        {
            FileSystem.ChangeOwner(file, 12345, 54321);
        }

        await ApplyAsync("new");
        Assert.Equal(new FileStatus(UnixFileMode.UserRead, 12345, 77, FileKind.Regular), FileSystem.Status(Live));
    }

    [Fact]
    public async Task A_failed_check_leaves_it_as_it_was()
    {
        await MountAsync("old", template => template with { Check = CommandLine.FromText("grep -q old {path}") });
        Assert.IsType<ApplyOutcome.Failed>(await ApplyAsync("new"));

        Assert.Equal("old", _test.Directory.Read("outside"));
        Assert.Equal(["a", "outside"], _test.Names);
    }

    [Fact]
    public async Task A_failed_reload_brings_text_and_mode_back()
    {
        await MountAsync("the text of before", template => template with { Perms = UnixFileMode.UserRead, Command = _test.Directory.Command("cat DIR/a >>LOG; echo >>LOG; grep -q before DIR/a") });
        File.SetUnixFileMode(Live, UnixFileMode.UserRead | UnixFileMode.GroupRead);
        var failed = Assert.IsType<ApplyOutcome.Failed>(await ApplyAsync("new"));

        Assert.EndsWith("the previous files are back and were reloaded", failed.Message, StringComparison.Ordinal);
        Assert.Equal(["new", "the text of before"], _test.Log);
        Assert.Equal("the text of before", _test.Directory.Read("outside"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.GroupRead, File.GetUnixFileMode(Live));
        Assert.Equal(["a", "outside"], _test.Names);
    }

    [Fact]
    public async Task A_file_of_its_group_that_cannot_be_replaced_brings_it_back()
    {
        await MountAsync("old");
        _test.With("b", template => template with { Check = _test.Directory.Command("rm {path}") });
        _test.Directory.Write("b", "old");
        var failed = Assert.IsType<ApplyOutcome.Failed>(await _test.ApplyAsync(TestContext.Current.CancellationToken, ("a", "new"), ("b", "new")));

        Assert.Contains("b cannot be replaced", failed.Message, StringComparison.Ordinal);
        Assert.Equal(("old", "old"), (_test.Directory.Read("outside"), _test.Directory.Read("b")));
        Assert.Equal(["a", "b", "outside"], _test.Names);
    }

    [Fact]
    public async Task One_that_may_not_be_written_is_left_alone()
    {
        await MountAsync("old");
        await Mounting.RunAsync("mount", "-o", "remount,bind,ro", Live);
        var failed = Assert.IsType<ApplyOutcome.Failed>(await ApplyAsync("new"));

        Assert.Equal($"{Live} cannot be replaced: the file system is read-only", failed.Message);
        Assert.Equal(["a", "outside"], _test.Names);
    }

    [Fact]
    public async Task A_disk_that_gets_full_in_the_middle_brings_the_text_back()
    {
        Mounting.SkipUnlessRoot();
        Directory.CreateDirectory(_test.Directory.Path("small"));
        await Mounting.RunAsync("mount", "-t", "tmpfs", "-o", "size=8k", "consulrender-test", _test.Directory.Path("small"));
        try
        {
            await MountAsync("old", source: "small/outside");
            var failed = Assert.IsType<ApplyOutcome.Failed>(await ApplyAsync(new string('x', 100_000)));

            Assert.Equal($"{Live} cannot be replaced: no space left on the device", failed.Message);
            Assert.Equal("old", _test.Directory.Read("small/outside"));
            Assert.Equal(["a", "small"], _test.Names);
        }
        finally
        {
            await UnmountAsync();
            await Mounting.RunAsync("umount", _test.Directory.Path("small"));
        }
    }

    [Fact]
    public async Task Its_backup_is_a_copy_that_the_next_change_leaves_alone()
    {
        await MountAsync("1", template => template with { Backup = true });
        await ApplyAsync("2");
        Assert.Equal("1", _test.Directory.Read("a.bak"));
        await ApplyAsync("3");

        Assert.Equal(("3", "2"), (_test.Directory.Read("a"), _test.Directory.Read("a.bak")));
        Assert.Equal(["a", "a.bak", "outside"], _test.Names);
    }

    private async Task UnmountAsync()
    {
        if (_isMounted)
        {
            _isMounted = false;
            await Mounting.RunAsync("umount", Live);
        }
    }

    private async Task MountAsync(string text, Func<TemplateSettings, TemplateSettings>? set = null, string source = "outside")
    {
        Mounting.SkipUnlessRoot();
        _test.Directory.Write(source, text);
        _test.Directory.Write("a", "");
        await Mounting.RunAsync("mount", "--bind", _test.Directory.Path(source), Live);
        _isMounted = true;
        _test.With("a", set ?? (template => template));
    }

    private Task<ApplyOutcome> ApplyAsync(string text) => _test.ApplyAsync(TestContext.Current.CancellationToken, ("a", text));
}
