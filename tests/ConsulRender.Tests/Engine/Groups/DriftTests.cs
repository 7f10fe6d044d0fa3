using ConsulRender.Consul;
using ConsulRender.Files;
using ConsulRender.Groups;
using ConsulRender.Templating;
using Xunit;

namespace ConsulRender.Tests.Engine.Groups;

public sealed class DriftTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode GroupReads = OwnerOnly | UnixFileMode.GroupRead;

    private readonly GroupUnderTest _test = new();

    private string Live => _test.Directory.Path("a");

    public void Dispose() => _test.Dispose();

    [Fact]
    public async Task A_mode_that_is_not_the_settings_is_repaired_and_told_without_a_reload()
    {
        File.SetUnixFileMode(_test.Directory.Write("a", "same"), OwnerOnly);
        var inode = FileSystem.Stamp(Live)!.Inode;
        _test.With("a", template => template with { Perms = GroupReads, Command = _test.Directory.Command("echo reload >>LOG") });
        var outcome = Assert.IsType<ApplyOutcome.Unchanged>(await ApplyAsync("same"));

        Assert.Equal([$"repaired mode of {Live}: 0600 -> 0640"], outcome.Warnings);
        Assert.Equal(GroupReads, File.GetUnixFileMode(Live));
        Assert.Equal(inode, FileSystem.Stamp(Live)!.Inode);
        Assert.Empty(_test.Log);
        Assert.Empty((await ApplyAsync("same")).Warnings);
    }

    [Fact]
    public async Task An_owner_that_is_not_the_settings_is_repaired_and_the_mode_survives_it()
    {
        SkipUnlessRoot();
        GiveAway(_test.Directory.Write("a", "same"), 12345, 54321);
        var special = UnixFileMode.SetUser | GroupReads;
        File.SetUnixFileMode(Live, special);
        _test.With("a", template => template with { User = "daemon", Group = "77" });
        var outcome = await ApplyAsync("same");

        Assert.Equal([$"repaired owner of {Live}: 12345:54321 -> daemon:77"], outcome.Warnings);
        Assert.Equal(new FileStatus(special, FileSystem.UserNumber("daemon"), 77, FileKind.Regular), FileSystem.Status(Live));
    }

    [Fact]
    public async Task What_the_settings_do_not_name_is_left_alone()
    {
        SkipUnlessRoot();
        GiveAway(_test.Directory.Write("a", "same"), 12345, 54321);
        File.SetUnixFileMode(Live, OwnerOnly);
        _test.With("a", template => template with { Group = "77" });
        await ApplyAsync("same");

        Assert.Equal(new FileStatus(OwnerOnly, 12345, 77, FileKind.Regular), FileSystem.Status(Live));
    }

    [Fact]
    public async Task Without_settings_for_them_mode_and_owner_are_nobodys_business()
    {
        File.SetUnixFileMode(_test.Directory.Write("a", "same"), OwnerOnly);
        _test.With("a");
        var outcome = await ApplyAsync("same");

        Assert.Empty(outcome.Warnings);
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(Live));
        Assert.False(_test.Group.HasPermissions);
    }

    [Fact]
    public async Task The_target_of_a_link_is_repaired()
    {
        File.SetUnixFileMode(_test.Directory.Write("folder/target", "same"), OwnerOnly);
        File.CreateSymbolicLink(Live, "folder/target");
        _test.With("a", template => template with { Perms = GroupReads });
        await ApplyAsync("same");

        Assert.Equal(GroupReads, File.GetUnixFileMode(_test.Directory.Path("folder/target")));
    }

    [Fact]
    public void A_file_with_another_text_is_never_given_a_mode()
    {
        File.SetUnixFileMode(_test.Directory.Write("a", "the system's secret"), OwnerOnly);
        var destination = new Destination(Live, new FilePermissions(GroupReads | UnixFileMode.OtherRead, null, null), createDirectories: true);
        Assert.True(destination.HasDrifted());

        Assert.Empty(destination.Repair(Text("ours")));
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(Live));
    }

    [Fact]
    public async Task A_mode_is_repaired_also_when_another_file_of_the_group_changes()
    {
        File.SetUnixFileMode(_test.Directory.Write("a", "same"), OwnerOnly);
        _test.With("a", template => template with { Perms = GroupReads }).With("b");
        var outcome = Assert.IsType<ApplyOutcome.Applied>(await _test.ApplyAsync(TestContext.Current.CancellationToken, ("a", "same"), ("b", "new")));

        Assert.Equal([_test.Directory.Path("b")], outcome.Paths);
        Assert.Single(outcome.Warnings);
        Assert.Equal(GroupReads, File.GetUnixFileMode(Live));
    }

    [Fact]
    public async Task A_user_who_does_not_exist_is_a_failure_also_when_the_text_is_right()
    {
        _test.Directory.Write("a", "same");
        _test.With("a", template => template with { User = "no-such-user" });
        var failed = Assert.IsType<ApplyOutcome.Failed>(await ApplyAsync("same"));

        Assert.Equal($"{Live} cannot be given its mode and owner again: there is no user 'no-such-user' on this host", failed.Message);
    }

    [Fact]
    public async Task Printing_repairs_nothing()
    {
        File.SetUnixFileMode(_test.Directory.Write("a", "same"), OwnerOnly);
        _test.With("a", template => template with { Perms = GroupReads });
        _test.Evaluate(("a", "same"));
        await _test.Group.BeginChange().PrintAsync(TextWriter.Null);

        Assert.Equal(OwnerOnly, File.GetUnixFileMode(Live));
    }

    private static void SkipUnlessRoot() => Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root may give files away.");

    private static void GiveAway(string path, uint user, uint group)
    {
        using var file = File.OpenHandle(path);
        FileSystem.ChangeOwner(file, user, group);
    }

    private static RenderedText Text(string text) =>
        Template.Parse(new TemplateSource("t.liquid", "{{ env.TEXT }}"), new TemplateOptions { Environment = new Dictionary<string, string> { ["TEXT"] = text } })
            .Render(Snapshot.Empty).Text;

    private Task<ApplyOutcome> ApplyAsync(string text) => _test.ApplyAsync(TestContext.Current.CancellationToken, ("a", text));
}
