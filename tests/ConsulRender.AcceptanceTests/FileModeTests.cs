using ConsulRender.AcceptanceTests.Harness;

namespace ConsulRender.AcceptanceTests;

/// <summary>Mode, owner and place of the files that are written.</summary>
public sealed class FileModeTests
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode GroupReads = OwnerOnly | UnixFileMode.GroupRead;

    // Root can give files away; anybody else can only keep them.
    private static string Owner => Environment.IsPrivilegedProcess ? "nobody" : Environment.UserName;

    [Fact(Timeout = 60_000)]
    public async Task The_mode_and_the_owner_of_an_existing_file_are_kept()
    {
        await using var workspace = NewWorkspace();
        workspace.Write("out/file", "old");
        File.SetUnixFileMode(workspace["out/file"], GroupReads);
        await RunAsync("chown", Owner, workspace["out/file"]);

        await workspace.RunAsync(ExitCodes.Success, "-once", "-snapshot", "catalog.json", "-template", "t.liquid:out/file");

        Assert.Equal("new", workspace.Read("out/file"));
        Assert.Equal(GroupReads, File.GetUnixFileMode(workspace["out/file"]));
        Assert.Equal(Owner, await OwnerOfAsync(workspace["out/file"]));
    }

    [Fact(Timeout = 60_000)]
    public async Task The_settings_mode_and_owner_are_set_before_the_check_sees_the_file()
    {
        await using var workspace = NewWorkspace();
        workspace.Write("settings.json", $$"""
            { "template": { "source": "t.liquid", "destination": "out/file", "perms": "0640", "user": "{{Owner}}",
                            "check": "stat -c '%a %U' {path} > seen" } }
            """);

        await workspace.RunAsync(ExitCodes.Success, "-once", "-snapshot", "catalog.json", "-config", "settings.json");

        Assert.Equal($"640 {Owner}\n", workspace.Read("seen"));
        Assert.Equal(GroupReads, File.GetUnixFileMode(workspace["out/file"]));
        Assert.Equal(Owner, await OwnerOfAsync(workspace["out/file"]));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_missing_directory_is_made_and_nothing_is_left_in_it_but_the_file()
    {
        await using var workspace = NewWorkspace();

        await workspace.RunAsync(ExitCodes.Success, "-once", "-snapshot", "catalog.json", "-template", "t.liquid:deep/er/file");

        Assert.Equal([workspace["deep/er/file"]], Directory.EnumerateFileSystemEntries(workspace["deep/er"]));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_destination_that_is_a_symbolic_link_reads_as_the_new_text()
    {
        await using var workspace = NewWorkspace();
        workspace.Write("real", "old");
        Directory.CreateDirectory(workspace["out"]);
        File.CreateSymbolicLink(workspace["out/file"], workspace["real"]);

        await workspace.RunAsync(ExitCodes.Success, "-once", "-snapshot", "catalog.json", "-template", "t.liquid:out/file");

        Assert.Equal("new", workspace.Read("out/file"));
    }

    private static Workspace NewWorkspace()
    {
        var workspace = new Workspace();
        workspace.Write("catalog.json", """{ "keys": { "x": "new" } }""");
        workspace.Write("t.liquid", """{{ key("x") }}""");
        return workspace;
    }

    private static async Task<string> OwnerOfAsync(string path) => (await RunAsync("stat", "-c", "%U", path)).Trim();

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        await using var run = await RunningProcess.RunAsync(program, arguments, "/", TimeSpan.FromSeconds(10));
        Assert.True(run.ExitCode == 0, $"{run}\n{run.Transcript}");
        return run.Output;
    }
}
