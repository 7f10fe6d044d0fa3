using ConsulRender.Groups;
using ConsulRender.Tests.Engine.Groups;
using Xunit;

namespace ConsulRender.Tests.Engine;

public sealed class RunnerDriftTests
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode GroupReads = OwnerOnly | UnixFileMode.GroupRead;

    [Fact]
    public async Task A_mode_that_somebody_changes_is_repaired_within_a_minute_although_nothing_is_new()
    {
        await using var test = new RunnerUnderTest();
        var path = test.Directory.Path("out");
        test.With("out", "text", template => template with { Perms = GroupReads, Command = test.Directory.Command("echo reload >>LOG") }).Start();
        await test.HoldsAsync("out", "text");
        await test.TurnAsync();
        File.SetUnixFileMode(path, OwnerOnly);
        var began = test.Clock.GetUtcNow();

        await test.SaysInTimeAsync($"Warning: repaired mode of {path}: 0600 -> 0640", TimeSpan.FromSeconds(5));
        Assert.Equal(GroupReads, File.GetUnixFileMode(path));
        Assert.InRange(test.Clock.GetUtcNow() - began, TimeSpan.FromSeconds(30), DriftLook.Interval + TimeSpan.FromSeconds(20));
        Assert.Equal(["reload"], test.Directory.Log);
    }

    [Fact]
    public async Task It_is_repaired_again_and_again()
    {
        await using var test = new RunnerUnderTest();
        var path = test.Directory.Path("out");
        test.With("out", "text", template => template with { Perms = GroupReads }).Start();
        await test.HoldsAsync("out", "text");
        for (var round = 0; round < 3; round++)
        {
            File.SetUnixFileMode(path, OwnerOnly);
            await Eventually.HoldsAsync("the mode to be repaired", test.Clock, TimeSpan.FromSeconds(5), () => File.GetUnixFileMode(path) == GroupReads);
        }
    }

    [Fact]
    public void Without_modes_and_owners_nobody_looks()
    {
        using var test = new GroupUnderTest();
        test.With("a");

        Assert.Null(new DriftLook(test.Clock).Remaining([test.Group]));
    }

    [Fact]
    public void With_them_somebody_looks_once_a_minute()
    {
        using var test = new GroupUnderTest();
        test.With("a", template => template with { Perms = GroupReads });
        var look = new DriftLook(test.Clock);
        Assert.Equal(DriftLook.Interval, look.Remaining([test.Group]));

        test.Clock.Advance(DriftLook.Interval * 3);
        Assert.Equal(TimeSpan.Zero, look.Remaining([test.Group]));
        look.Look([test.Group]);
        Assert.Equal(DriftLook.Interval, look.Remaining([test.Group]));
    }
}
