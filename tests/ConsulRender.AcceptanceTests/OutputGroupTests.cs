using ConsulRender.AcceptanceTests.Harness;

namespace ConsulRender.AcceptanceTests;

/// <summary>Checks, swaps, reloads and restores of a daemon that follows a real agent.</summary>
public sealed class OutputGroupTests(ConsulAgent agent) : IClassFixture<ConsulAgent>
{
    [Fact(Timeout = 60_000)]
    public async Task A_check_command_that_fails_leaves_the_old_file_until_a_good_text_comes()
    {
        await using var workspace = new Workspace();
        await agent.PutKeyAsync("check/x", "good 1");
        workspace.Write("t.liquid", """{{ key("check/x") }}""");
        workspace.Write("settings.json", Settings("""
            { "source": "t.liquid", "destination": "out/file", "check": "grep -q good {path}", "command": "cat out/file >> reloads.txt; echo >> reloads.txt" }
            """));
        await using var daemon = workspace.Start("-config", "settings.json");
        await workspace.FileHoldsAsync("out/file", "good 1", daemon);

        await agent.PutKeyAsync("check/x", "bad");
        await Eventually.HoldsAsync("a message about the check", () => LogMentions(daemon, "check"), () => daemon.Transcript);
        Assert.Equal("good 1", workspace.Read("out/file"));
        Assert.Equal(["file"], Names(workspace, "out"));

        await agent.PutKeyAsync("check/x", "good 2");
        await workspace.FileHoldsAsync("out/file", "good 2", daemon);
        await Eventually.HoldsAsync("two reloads", () => workspace.Lines("reloads.txt").Length == 2, () => daemon.Transcript);
        Assert.Equal(["good 1", "good 2"], workspace.Lines("reloads.txt"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_reload_command_that_fails_restores_the_old_file_and_is_run_a_second_time()
    {
        await using var workspace = new Workspace();
        await agent.PutKeyAsync("reload/x", "one");
        workspace.Write("t.liquid", """{{ key("reload/x") }}""");
        workspace.WriteScript("reload.sh", "cat out/file >> reloads.txt; echo >> reloads.txt; ! grep -q two out/file\n");
        workspace.Write("settings.json", Settings("""{ "source": "t.liquid", "destination": "out/file", "command": ["./reload.sh"] }"""));
        await using var daemon = workspace.Start("-config", "settings.json");
        await Eventually.HoldsAsync("the first reload", () => workspace.Lines("reloads.txt").Length == 1, () => daemon.Transcript);

        await agent.PutKeyAsync("reload/x", "two");

        await Eventually.HoldsAsync("the reload with the restored file", () => workspace.Lines("reloads.txt").Length == 3, () => daemon.Transcript);
        Assert.Equal(["one", "two", "one"], workspace.Lines("reloads.txt"));
        Assert.Equal("one", workspace.Read("out/file"));
        Assert.Equal(["file"], Names(workspace, "out"));

        await agent.PutKeyAsync("reload/x", "three");
        await workspace.FileHoldsAsync("out/file", "three", daemon);
    }

    [Fact(Timeout = 60_000)]
    public async Task In_a_single_run_a_failed_reload_restores_every_file_of_the_group()
    {
        await using var workspace = new Workspace();
        await agent.PutKeyAsync("restore/x", "new");
        workspace.Write("t.liquid", """{{ key("restore/x") }}""");
        workspace.Write("out/a", "old a");
        workspace.Write("settings.json", Settings("""
            { "source": "t.liquid", "destination": "out/a", "output_group": "pair", "command": "false" },
            { "source": "t.liquid", "destination": "out/b", "output_group": "pair", "command": "false" }
            """));
        var before = workspace.Contents();

        var run = await workspace.RunAsync(ExitCodes.Reload, "-once", "-config", "settings.json");

        Assert.Single(Workspace.Complaints(run));
        Assert.Equal(before, workspace.Contents());
    }

    [Fact(Timeout = 60_000)]
    public async Task The_files_of_a_group_change_together_with_one_reload()
    {
        await using var workspace = new Workspace();
        await agent.PutKeyAsync("group/x", "1");
        workspace.Write("t.liquid", """{{ key("group/x") }}""");
        workspace.Write("settings.json", Settings("""
            { "source": "t.liquid", "destination": "out/a", "output_group": "pair", "command": "echo $(cat out/a) $(cat out/b) >> reloads.txt" },
            { "source": "t.liquid", "destination": "out/b", "output_group": "pair", "command": "echo $(cat out/a) $(cat out/b) >> reloads.txt" }
            """));
        await using var daemon = workspace.Start("-config", "settings.json");
        await Eventually.HoldsAsync("the first reload", () => workspace.Lines("reloads.txt").Length == 1, () => daemon.Transcript);

        await agent.PutKeyAsync("group/x", "2");

        await Eventually.HoldsAsync("the second reload", () => workspace.Lines("reloads.txt").Length == 2, () => daemon.Transcript);
        await Eventually.StaysAsync("no further reload", () => workspace.Lines("reloads.txt").Length == 2, TimeSpan.FromMilliseconds(700));
        Assert.Equal(["1 1", "2 2"], workspace.Lines("reloads.txt"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_change_that_gives_the_same_text_writes_nothing_and_runs_nothing()
    {
        await using var workspace = new Workspace();
        await agent.PutKeyAsync("same/x", "0");
        await agent.PutKeyAsync("same/mark", "0");
        workspace.Write("t.liquid", """{% assign unused = key("same/x") %}fixed""");
        workspace.Write("mark.liquid", """{{ key("same/x") }}""");
        workspace.Write("settings.json", Settings("""
            { "source": "t.liquid", "destination": "out/fixed", "command": "echo run >> reloads.txt" },
            { "source": "mark.liquid", "destination": "out/mark" }
            """));
        await using var daemon = workspace.Start("-config", "settings.json");
        await workspace.FileHoldsAsync("out/mark", "0", daemon);
        await Eventually.HoldsAsync("the first reload", () => workspace.Lines("reloads.txt").Length == 1, () => daemon.Transcript);
        var written = File.GetLastWriteTimeUtc(workspace["out/fixed"]);

        await agent.PutKeyAsync("same/x", "1");

        await workspace.FileHoldsAsync("out/mark", "1", daemon);
        await Eventually.StaysAsync("no further reload", () => workspace.Lines("reloads.txt").Length == 1, TimeSpan.FromMilliseconds(500));
        Assert.Equal(written, File.GetLastWriteTimeUtc(workspace["out/fixed"]));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_burst_of_changes_is_written_once_after_the_quiet_period()
    {
        await using var workspace = new Workspace();
        await agent.PutKeyAsync("burst/x", "0");
        workspace.Write("t.liquid", """{{ key("burst/x") }}""");
        await using var daemon = workspace.Start(
            "-consul-addr", agent.Address, "-wait", "500ms:10s", "-template", "t.liquid:out:cat out >> reloads.txt; echo >> reloads.txt");
        await Eventually.HoldsAsync("the first reload", () => workspace.Lines("reloads.txt").Length == 1, () => daemon.Transcript);

        for (var value = 1; value <= 10; value++)
        {
            await agent.PutKeyAsync("burst/x", $"{value}");
        }

        await Eventually.HoldsAsync("the reload after the burst", () => workspace.Lines("reloads.txt").Length == 2, () => daemon.Transcript);
        await Eventually.StaysAsync("no further reload", () => workspace.Lines("reloads.txt").Length == 2, TimeSpan.FromMilliseconds(800));
        Assert.Equal(["0", "10"], workspace.Lines("reloads.txt"));
    }

    private string Settings(string templates) => $$"""{ "consul": { "address": "{{agent.Address}}" }, "template": [ {{templates}} ] }""";

    private static string[] Names(Workspace workspace, string folder) =>
        [.. Directory.EnumerateFileSystemEntries(workspace[folder]).Select(entry => Path.GetFileName(entry))];

    private static bool LogMentions(RunningProcess daemon, string word) => daemon.Errors
        .Split('\n').Any(line => (line.Contains("[ERR", StringComparison.Ordinal) || line.Contains("[WARN", StringComparison.Ordinal))
            && line.Contains(word, StringComparison.OrdinalIgnoreCase));
}
