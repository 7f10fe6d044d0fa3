using System.Globalization;
using ConsulRender.Files;
using ConsulRender.Settings;
using ConsulRender.State;
using Microsoft.Extensions.Logging;

namespace ConsulRender.Cli.Daemon;

/// <summary>The file that holds this process's ID while the daemon runs; removed at its end if it still does. Owned by <see cref="DaemonCommand"/>.</summary>
internal sealed partial class PidFile : IDisposable
{
    private const UnixFileMode EverybodyReads = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private readonly string _path;

    private PidFile(string path) => _path = path;

    /// <summary>Writes the file, in place of one that a process left behind which is gone.</summary>
    /// <exception cref="SettingsException">Another consulrender runs, or the file cannot be written.</exception>
    public static PidFile Create(string path, ILogger log)
    {
        try
        {
            // Of two starts that both see a stale file, the second would remove what the first has written.
            using var alone = DirectoryLock.Take(Path.GetDirectoryName(Path.GetFullPath(path)) ?? "/");
            RemoveStale(path, log);
            Write(path);
            return new PidFile(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException([$"the pid file {path} cannot be written: {Reason(exception)}"]);
        }
    }

    /// <summary>Removes the file, unless it is another's by now.</summary>
    public void Dispose()
    {
        try
        {
            if (Read(_path) == Environment.ProcessId)
            {
                File.Delete(_path);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It is stale from now on, which the next start sees.
        }
    }

    private static void RemoveStale(string path, ILogger log)
    {
        if (!File.Exists(path))
        {
            return;
        }

        var processId = Read(path);
        if (processId is { } other && other != Environment.ProcessId && RunningProgram.IsConsulRender(other))
        {
            throw new SettingsException([$"another consulrender is running with PID {other} (pid file {path})"]);
        }

        LogStale(log, path, processId is { } gone ? $"process {gone}, which is no consulrender that runs" : "no process ID");
        File.Delete(path);
    }

    // Under a name of its own first: whoever reads the file sees all of it or none. It fails when another start was quicker.
    private static void Write(string path)
    {
        var whole = Path.GetFullPath(path);
        var staged = DotName.Beside(whole, DotName.Staged);
        try
        {
            File.WriteAllText(staged, $"{Environment.ProcessId}\n");
            File.SetUnixFileMode(staged, EverybodyReads);
            File.Move(staged, whole, overwrite: false);
        }
        finally
        {
            File.Delete(staged);
        }
    }

    private static int? Read(string path)
    {
        // A process ID has a few digits; whatever is longer is another file.
        Span<byte> text = stackalloc byte[32];
        using var file = File.OpenHandle(path);
        return int.TryParse(text[..RandomAccess.Read(file, text, 0)], NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var processId)
            ? processId
            : null;
    }

    private static string Reason(Exception exception) => exception switch
    {
        UnauthorizedAccessException => "permission denied, or it is a directory",
        DirectoryNotFoundException => "its directory does not exist",
        _ => exception.Message.TrimEnd('.'),
    };

    [LoggerMessage(LogLevel.Information, "the pid file {Path} held {Content}; it is replaced")]
    private static partial void LogStale(ILogger log, string path, string content);
}
