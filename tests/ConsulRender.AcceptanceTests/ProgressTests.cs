using System.Diagnostics;
using System.Text.RegularExpressions;
using ConsulRender.AcceptanceTests.Harness;

namespace ConsulRender.AcceptanceTests;

/// <summary>A run on a real terminal, which <c>script</c> of util-linux makes.</summary>
public sealed partial class ProgressTests
{
    private const string Script = "/usr/bin/script";

    [Fact(Timeout = 60_000)]
    public async Task What_is_missing_is_shown_while_it_is_missing_and_gone_at_the_end()
    {
        Assert.SkipUnless(File.Exists(Script), "util-linux's script, which makes a terminal, is not installed");
        await using var workspace = new Workspace();
        workspace.Write("t.liquid", """{{ key("progress/missing") }}""");
        var written = await OnTerminalAsync(workspace, "-once -timeout 2s -consul-addr 127.0.0.1:1 -template t.liquid:out.txt");

        Assert.Contains("0 of 1 output ready", written, StringComparison.Ordinal);
        Assert.Contains("  waiting for key(\"progress/missing\") at t.liquid:1:4 (", written, StringComparison.Ordinal);

        // After the last erasing of the display nothing of it is written any more.
        var end = written[written.LastIndexOf("\e[J", StringComparison.Ordinal)..];
        Assert.DoesNotContain("ready", end, StringComparison.Ordinal);
        Assert.Contains("consulrender: error: timed out after 2s waiting for key(\"progress/missing\")", end, StringComparison.Ordinal);
        Assert.Matches(WarningAtLineStart(), written);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_quick_run_and_a_terminal_that_cannot_be_written_over_see_nothing_of_it()
    {
        Assert.SkipUnless(File.Exists(Script), "util-linux's script, which makes a terminal, is not installed");
        await using var workspace = new Workspace();
        workspace.Write("f.json", """{ "keys": { "a": "1" } }""");
        workspace.Write("t.liquid", """{{ key("a") }}""");
        Assert.DoesNotContain("\e[J", await OnTerminalAsync(workspace, "-once -snapshot f.json -template t.liquid:out.txt"), StringComparison.Ordinal);
        Assert.DoesNotContain("\e[J", await OnTerminalAsync(workspace, "-once -timeout 1s -consul-addr 127.0.0.1:1 -template t.liquid:x.txt", "dumb"), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_plan_is_coloured_on_a_terminal_and_nowhere_else()
    {
        Assert.SkipUnless(File.Exists(Script), "util-linux's script, which makes a terminal, is not installed");
        await using var workspace = new Workspace();
        workspace.Write("f.json", """{ "keys": { "a": "1" } }""");
        workspace.Write("t.liquid", """{{ key("a") }}""");
        const string Arguments = "plan -snapshot f.json -template t.liquid:out.txt";
        Assert.Contains("\e[32m+1", await OnTerminalAsync(workspace, Arguments), StringComparison.Ordinal);
        Assert.DoesNotContain("\e[3", await OnTerminalAsync(workspace, Arguments + " -no-color"), StringComparison.Ordinal);
        Assert.DoesNotContain('\e', (await workspace.RunAsync(2, Arguments.Split(' '))).Output);
        Assert.False(File.Exists(workspace["out.txt"]));
    }

    // Everything that the terminal was sent.
    private static async Task<string> OnTerminalAsync(Workspace workspace, string arguments, string terminal = "xterm")
    {
        var start = new ProcessStartInfo(Script, ["-qec", $"{Repository.Binary} {arguments}", "/dev/null"])
        {
            WorkingDirectory = workspace.Path,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["TERM"] = terminal;
        start.Environment["CONSULRENDER_STATE_DIR"] = workspace.State;
        start.Environment.Remove("NO_COLOR");
        using var process = Process.Start(start)!;
        var written = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return await written;
    }

    // A log line begins where the display was erased, on a line of its own, or behind what .NET tells a terminal first.
    [GeneratedRegex(@"(^|\n|\x1b\[J|\x1b=)\d{4}-\d\d-\d\dT[\d:.]+Z \[WARN\]")]
    private static partial Regex WarningAtLineStart();
}
