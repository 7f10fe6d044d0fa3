using ConsulRender.Files;
using ConsulRender.Groups;
using ConsulRender.Processes;
using ConsulRender.Settings;
using ConsulRender.Tests.Engine.Groups;
using Xunit;

namespace ConsulRender.Tests.Engine.Files;

public sealed class BackupTests : IDisposable
{
    private readonly GroupUnderTest _test = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _test.Dispose();

    [Fact]
    public async Task The_file_of_before_is_kept_one_generation_of_it()
    {
        With("a", template => template with { Backup = true });
        await ApplyAsync("1");
        Assert.Equal(["a"], _test.Names);

        await ApplyAsync("2");
        await ApplyAsync("3");
        Assert.Equal(["a", "a.bak"], _test.Names);
        Assert.Equal(("3", "2"), (_test.Directory.Read("a"), _test.Directory.Read("a.bak")));
    }

    [Fact]
    public async Task A_text_that_is_the_same_leaves_the_backup_alone()
    {
        With("a", template => template with { Backup = true });
        await ApplyAsync("1");
        await ApplyAsync("2");
        await ApplyAsync("2");

        Assert.Equal("1", _test.Directory.Read("a.bak"));
    }

    [Fact]
    public async Task The_backup_is_the_very_file_that_was_replaced()
    {
        File.SetUnixFileMode(_test.Directory.Write("a", "old"), UnixFileMode.UserRead);
        var before = FileSystem.Stamp(_test.Directory.Path("a"))!.Inode;
        With("a", template => template with { Backup = true });
        await ApplyAsync("new");

        Assert.Equal(before, FileSystem.Stamp(_test.Directory.Path("a.bak"))!.Inode);
        Assert.Equal(UnixFileMode.UserRead, File.GetUnixFileMode(_test.Directory.Path("a.bak")));
    }

    [Theory]
    [InlineData("grep -qv bad {path}", null)]
    [InlineData(null, "grep -qv bad DIR/a")]
    public async Task A_failed_check_or_reload_leaves_the_backup_of_before(string? check, string? reload)
    {
        With("a", template => template with { Backup = true, Check = _test.Directory.Command(check), Command = _test.Directory.Command(reload) });
        await ApplyAsync("1");
        await ApplyAsync("2");
        Assert.IsType<ApplyOutcome.Failed>(await ApplyAsync("bad"));

        Assert.Equal(("2", "1"), (_test.Directory.Read("a"), _test.Directory.Read("a.bak")));
        Assert.Equal(["a", "a.bak"], _test.Names);
    }

    [Fact]
    public async Task Without_the_setting_there_is_no_backup()
    {
        With("a", template => template with { Command = CommandLine.FromText("true") });
        await ApplyAsync("1");
        await ApplyAsync("2");

        Assert.Equal(["a"], _test.Names);
    }

    [Fact]
    public async Task The_backup_of_a_link_lies_beside_the_link_and_is_no_link()
    {
        _test.Directory.Write("folder/target", "old");
        File.CreateSymbolicLink(_test.Directory.Path("a"), "folder/target");
        With("a", template => template with { Backup = true });
        await ApplyAsync("new");
        await ApplyAsync("newer");

        Assert.Equal(["a", "a.bak", "folder"], _test.Names);
        Assert.Equal(["target"], Directory.EnumerateFileSystemEntries(_test.Directory.Path("folder")).Select(Path.GetFileName));
        Assert.Equal("new", _test.Directory.Read("a.bak"));
        Assert.Null(new FileInfo(_test.Directory.Path("a.bak")).LinkTarget);
    }

    [Fact]
    public async Task A_backup_that_cannot_be_made_is_told_and_costs_nothing_else()
    {
        _test.Directory.Write("a", "old");
        _test.Directory.Write("a.bak/something", "in the way");
        With("a", template => template with { Backup = true });
        var outcome = Assert.IsType<ApplyOutcome.Applied>(await ApplyAsync("new"));

        var path = _test.Directory.Path("a");
        Assert.Equal([$"{path} was replaced, but its previous text could not be kept as {path}.bak: it cannot be renamed (Is a directory)"], outcome.Warnings);
        Assert.Equal("new", _test.Directory.Read("a"));
        Assert.Equal(["a", "a.bak"], _test.Names);
    }

    private void With(string name, Func<TemplateSettings, TemplateSettings> set) => _test.With(name, set);

    private Task<ApplyOutcome> ApplyAsync(string text) => _test.ApplyAsync(Cancellation, ("a", text));
}
