using ConsulRender.AcceptanceTests.Harness;

namespace ConsulRender.AcceptanceTests;

/// <summary>What others do with the live file: change its mode, link it, mount it, read its whole directory.</summary>
public sealed class LiveFileTests(ConsulAgent agent) : IClassFixture<ConsulAgent>
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode GroupReads = OwnerOnly | UnixFileMode.GroupRead;

    [Fact(Timeout = 60_000)]
    public async Task A_mode_that_somebody_changed_is_repaired_at_the_start_without_a_reload()
    {
        await using var workspace = NewWorkspace("perms", """ "perms": "0640", "command": "echo reload >>reloads" """);
        workspace.Write("out/file", "right");
        File.SetUnixFileMode(workspace["out/file"], OwnerOnly);
        workspace.Write("catalog.json", """{ "keys": { "live/perms": "right" } }""");

        var run = await workspace.RunAsync(ExitCodes.Success, "-once", "-snapshot", "catalog.json", "-config", "settings.json");

        Assert.Equal(GroupReads, File.GetUnixFileMode(workspace["out/file"]));
        Assert.Contains("[WARN] repaired mode of out/file: 0600 -> 0640", run.Errors, StringComparison.Ordinal);
        Assert.Empty(workspace.Lines("reloads"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_mode_is_repaired_at_each_evaluation_also_when_the_text_stays()
    {
        await using var workspace = NewWorkspace("turn", """ "perms": "0640", "command": "echo reload >>reloads" """);
        workspace.Write("t.liquid", """{{ key("live/turn") | slice: 0, 3 }}""");
        await agent.PutKeyAsync("live/turn", "one and more");
        await using var daemon = workspace.Start("-consul-addr", agent.Address, "-config", "settings.json");
        await Eventually.HoldsAsync("the first reload", () => workspace.Lines("reloads").Length == 1, () => daemon.Transcript);
        File.SetUnixFileMode(workspace["out/file"], OwnerOnly);

        await agent.PutKeyAsync("live/turn", "one and something else");

        await Eventually.HoldsAsync("the mode is 0640 again", () => File.GetUnixFileMode(workspace["out/file"]) == GroupReads, () => daemon.Transcript);
        await Eventually.HoldsAsync("the log tells", () => daemon.Errors.Contains("repaired mode of out/file: 0600 -> 0640", StringComparison.Ordinal), () => daemon.Transcript);
        Assert.Single(workspace.Lines("reloads"));
    }

    [Fact(Timeout = 60_000)]
    public async Task The_file_of_before_is_kept_and_a_failed_reload_does_not_cost_it()
    {
        await using var workspace = NewWorkspace("backup", """ "backup": true, "command": "grep -vq broken out/file" """);
        await agent.PutKeyAsync("live/backup", "first");
        await using var daemon = workspace.Start("-consul-addr", agent.Address, "-config", "settings.json");
        await workspace.FileHoldsAsync("out/file", "first", daemon);
        await agent.PutKeyAsync("live/backup", "second");
        await workspace.FileHoldsAsync("out/file.bak", "first", daemon);
        await agent.PutKeyAsync("live/backup", "broken");
        await Eventually.HoldsAsync("the failed reload is told", () => daemon.Errors.Contains("the previous files are back and were reloaded", StringComparison.Ordinal), () => daemon.Transcript);

        Assert.Equal(("second", "first"), (workspace.Read("out/file"), workspace.Read("out/file.bak")));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("../real/file", true)]
    [InlineData("../real/file", false)]
    [InlineData("middle", true)]
    public async Task A_link_stays_a_link_through_changes(string link, bool exists)
    {
        await using var workspace = NewWorkspace("link");
        Directory.CreateDirectory(workspace["out"]);
        Directory.CreateDirectory(workspace["real"]);
        if (exists)
        {
            workspace.Write("real/file", "old");
        }

        File.CreateSymbolicLink(workspace["out/middle"], "../real/file");
        File.CreateSymbolicLink(workspace["out/file"], link);
        await agent.PutKeyAsync("live/link", "first");
        await using var daemon = workspace.Start("-consul-addr", agent.Address, "-config", "settings.json");
        await workspace.FileHoldsAsync("real/file", "first", daemon);

        await agent.PutKeyAsync("live/link", "second");

        await workspace.FileHoldsAsync("real/file", "second", daemon);
        Assert.Equal(link, new FileInfo(workspace["out/file"]).LinkTarget);
        Assert.Equal("../real/file", new FileInfo(workspace["out/middle"]).LinkTarget);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_link_to_another_file_system_is_replaced_there()
    {
        await using var workspace = NewWorkspace("mounted");
        await using var mount = await MountedDirectory.CreateAsync(workspace["mounted"], "64k");
        workspace.Write("mounted/file", "old");
        Directory.CreateDirectory(workspace["out"]);
        File.CreateSymbolicLink(workspace["out/file"], "../mounted/file");
        workspace.Write("catalog.json", """{ "keys": { "live/mounted": "new" } }""");

        var run = await workspace.RunAsync(ExitCodes.Success, "-once", "-snapshot", "catalog.json", "-config", "settings.json");

        Assert.Equal("new", workspace.Read("mounted/file"));
        Assert.Equal([workspace["mounted/file"]], Directory.EnumerateFileSystemEntries(workspace["mounted"]));
        Assert.DoesNotContain("[WARN]", run.Errors, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Links_in_a_circle_are_told_as_such()
    {
        await using var workspace = NewWorkspace("circle");
        Directory.CreateDirectory(workspace["out"]);
        File.CreateSymbolicLink(workspace["out/file"], "file");
        workspace.Write("catalog.json", """{ "keys": { "live/circle": "new" } }""");

        var run = await workspace.RunAsync(ExitCodes.Destination, "-once", "-snapshot", "catalog.json", "-config", "settings.json");

        Assert.Equal(["consulrender: error: out/file cannot be read: its symbolic links lead in a circle"], Workspace.Complaints(run));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_bind_mounted_file_is_written_in_place_with_one_warning_and_restored_there()
    {
        await using var workspace = NewWorkspace("bind", """ "perms": "0640", "check": "cp {path} checked", "command": "grep -vq broken out/file" """);
        workspace.Write("host", "old");
        workspace.Write("out/file", "");
        await using var mount = await MountedDirectory.BindFileAsync(workspace["host"], workspace["out/file"]);
        await agent.PutKeyAsync("live/bind", "first");
        await using var daemon = workspace.Start("-consul-addr", agent.Address, "-config", "settings.json");
        await workspace.FileHoldsAsync("host", "first", daemon);

        await agent.PutKeyAsync("live/bind", "second, and longer");
        await workspace.FileHoldsAsync("host", "second, and longer", daemon);
        await agent.PutKeyAsync("live/bind", "broken");
        await Eventually.HoldsAsync("the failed reload is told", () => daemon.Errors.Contains("the previous files are back and were reloaded", StringComparison.Ordinal), () => daemon.Transcript);

        Assert.Equal("second, and longer", workspace.Read("host"));
        Assert.Equal("broken", workspace.Read("checked"));
        Assert.Equal(GroupReads, File.GetUnixFileMode(workspace["host"]));
        Assert.Single(daemon.Errors.Split('\n'), line => line.EndsWith(
            "[WARN] out/file is a mount point and cannot be replaced in one step; it is written in place; mount its directory instead", StringComparison.Ordinal));
        Assert.Equal([workspace["out/file"]], Directory.EnumerateFileSystemEntries(workspace["out"]));
    }

    [Fact(Timeout = 60_000)]
    public async Task Whoever_reads_conf_d_at_any_moment_finds_only_whole_files_of_their_final_names()
    {
        await using var workspace = NewWorkspace("glob", """ "perms": "0640", "check": "true {path}", "command": "true" """);
        await agent.PutKeyAsync("live/glob", "<0>");
        await using var daemon = workspace.Start("-consul-addr", agent.Address, "-config", "settings.json");
        await workspace.FileHoldsAsync("out/file", "<0>", daemon);
        workspace.WriteScript("look", "while [ ! -e stop ]; do for f in out/*; do echo \"$f $(cat \"$f\")\"; done; done");
        var look = RunningProcess.Start("/bin/sh", ["-c", "./look | sort | uniq -c >seen"], workspace.Path);
        await using (look)
        {
            for (var change = 1; change <= 40; change++)
            {
                await agent.PutKeyAsync("live/glob", $"<{change}>");
                await workspace.FileHoldsAsync("out/file", $"<{change}>", daemon);
            }

            workspace.Write("stop", "");
            await look.ExitsAsync();
        }

        var seen = workspace.Lines("seen").Select(line => line.Trim().Split(' ', 2)).ToList();
        Assert.True(seen.Count > 5, string.Join('\n', workspace.Lines("seen")));
        Assert.All(seen, line => Assert.Matches("^out/file <[0-9]+>$", line[1]));
    }

    private static Workspace NewWorkspace(string key, string? more = null)
    {
        var workspace = new Workspace();
        workspace.Write("t.liquid", $$$"""{{ key("live/{{{key}}}") }}""");
        workspace.Write("settings.json", $$"""
            { "template": { "source": "t.liquid", "destination": "out/file"{{(more is null ? "" : $",{more}")}} } }
            """);
        return workspace;
    }
}
