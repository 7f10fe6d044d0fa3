using ConsulRender.AcceptanceTests.Harness;

namespace ConsulRender.AcceptanceTests;

public sealed class StateDirectoryTests
{
    [Fact(Timeout = 60_000)]
    public async Task One_that_was_asked_for_and_cannot_be_made_ends_the_start()
    {
        await using var workspace = new Workspace();
        workspace.Write("t.liquid", "text");
        workspace.Write("file", "");
        foreach (var mode in new[] { "-once", "-once=false" })
        {
            var run = await workspace.RunAsync(15, mode, "-template", "t.liquid:out", "-state-dir", "file/state");
            Assert.StartsWith($"consulrender: error: the state directory {workspace["file/state"]} cannot be made: ", Workspace.Complaints(run).Single(), StringComparison.Ordinal);
            Assert.False(File.Exists(workspace["out"]));
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task Without_the_usual_one_a_daemon_warns_and_runs_on()
    {
        await using var workspace = new Workspace();
        workspace.Write("t.liquid", "text");
        workspace.Write("file", "");
        var unit = new Dictionary<string, string> { ["CONSULRENDER_STATE_DIR"] = "", ["STATE_DIRECTORY"] = workspace["file/state"] };

        var daemon = workspace.StartWith(unit, "-template", "t.liquid:out");

        await workspace.FileHoldsAsync("out", "text", daemon);
        Assert.Contains($"[WARN] the state directory {workspace["file/state"]} cannot be made: ", daemon.Errors, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_dry_run_leaves_it_alone()
    {
        await using var workspace = new Workspace();
        workspace.Write("t.liquid", "text");

        await workspace.RunAsync(0, "-once", "-dry", "-template", "t.liquid:out:true");

        Assert.False(Directory.Exists(workspace.State));
    }
}
