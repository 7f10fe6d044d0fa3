namespace ConsulRender.AcceptanceTests.Harness;

/// <summary>A real HAProxy in master-worker mode, which takes SIGUSR2 as "reload"; owned by the test that started it.</summary>
public sealed class HaproxyProcess : IAsyncDisposable
{
    private readonly RunningProcess _process;

    private HaproxyProcess(RunningProcess process) => _process = process;

    /// <summary>The master's process id, which stays the same through reloads.</summary>
    public int Id => _process.Id;

    /// <summary>Whether the master is alive.</summary>
    public bool IsRunning => !_process.HasExited;

    /// <summary>What it printed.</summary>
    public string Transcript => _process.Transcript;

    /// <summary>Starts it on a file that exists.</summary>
    public static HaproxyProcess Start(string configuration, string workingDirectory) =>
        new(RunningProcess.Start(Tools.Find("haproxy"), ["-W", "-db", "-f", configuration], workingDirectory));

    /// <summary>Asks HAProxy whether it would accept a file; null when it would, else its words.</summary>
    public static async Task<string?> ComplaintAboutAsync(string configuration)
    {
        await using var check = await RunningProcess.RunAsync(
            Tools.Find("haproxy"), ["-c", "-f", configuration], Path.GetDirectoryName(configuration)!, TimeSpan.FromSeconds(20));
        return check.ExitCode == 0 ? null : check.Transcript;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
