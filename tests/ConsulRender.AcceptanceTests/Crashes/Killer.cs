using System.Diagnostics;
using System.Globalization;
using ConsulRender.AcceptanceTests.Harness;

namespace ConsulRender.AcceptanceTests.Crashes;

/// <summary>A program of ours that runs another and kills it before the n-th system call that changes a file or begins a process; no word of it is in the product. Made by a test, in its directory.</summary>
internal sealed class Killer
{
    private readonly string _program;
    private readonly CrashedGroup _group;

    private Killer(string program, CrashedGroup group) => (_program, _group) = (program, group);

    internal static async Task<Killer> BuildAsync(CrashedGroup group)
    {
        var program = group.Workspace["killer"];
        var source = Path.Combine(Repository.Root, "tests", "ConsulRender.AcceptanceTests", "Crashes", "killer.c");
        using var build = Process.Start("cc", ["-O1", "-o", program, source]);
        await build.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(build.ExitCode == 0, "the C compiler, which the native publish needs, too, cannot build killer.c");
        return new Killer(program, group);
    }

    /// <summary>What comes before the program that is to be killed.</summary>
    internal string[] Before(int call) => [_program, call.ToString(CultureInfo.InvariantCulture), _group.Watched];

    /// <summary>The number and the name of the last call that was counted.</summary>
    internal string LastCall() => string.Concat(_group.Workspace.Lines("calls"));
}
