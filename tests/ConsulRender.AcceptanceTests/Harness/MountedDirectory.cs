namespace ConsulRender.AcceptanceTests.Harness;

/// <summary>A small file system in memory, or a file over another, mounted by the test that owns it: the only way to be out of space, read-only or irreplaceable, even for root.</summary>
public sealed class MountedDirectory : IAsyncDisposable
{
    private readonly string _path;

    private MountedDirectory(string path) => _path = path;

    /// <summary>Mounts an empty one at a new directory.</summary>
    public static async Task<MountedDirectory> CreateAsync(string path, string size)
    {
        Directory.CreateDirectory(path);
        await RunAsync("mount", "-t", "tmpfs", "-o", $"size={size},mode=0755,uid={await UserIdAsync()}", "consulrender-test", path);
        return new MountedDirectory(path);
    }

    /// <summary>Mounts a file over another, as containers get their settings.</summary>
    public static async Task<MountedDirectory> BindFileAsync(string source, string path)
    {
        await RunAsync("mount", "--bind", source, path);
        return new MountedDirectory(path);
    }

    /// <summary>Forbids writing to it from now on.</summary>
    public Task MakeReadOnlyAsync() => RunAsync("mount", "-o", "remount,ro", _path);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await RunAsync("umount", _path);

    private static async Task RunAsync(string program, params string[] arguments)
    {
        string[] command = Environment.IsPrivilegedProcess ? [program, .. arguments] : ["sudo", "-n", program, .. arguments];
        await using var run = await RunningProcess.RunAsync(command[0], command[1..], "/", TimeSpan.FromSeconds(10));
        Assert.True(run.ExitCode == 0, $"this test mounts a file system, so it needs root or sudo without a password: {run}\n{run.Transcript}");
    }

    private static async Task<string> UserIdAsync()
    {
        await using var run = await RunningProcess.RunAsync("id", ["-u"], "/", TimeSpan.FromSeconds(10));
        return run.Output.Trim();
    }
}
