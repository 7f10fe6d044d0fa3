using System.Text.RegularExpressions;

namespace ConsulRender.AcceptanceTests.Harness;

/// <summary>A working directory with settings and templates in which the published binary runs; owned by one test.</summary>
public sealed partial class Workspace : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly TemporaryDirectory _state = new();
    private readonly List<RunningProcess> _processes = [];

    /// <summary>The absolute path.</summary>
    public string Path => _directory.Path;

    /// <summary>The state directory of all that is started here, unless a test gives another; made by the first that needs it.</summary>
    public string State => _state["state"];

    /// <summary>The absolute path of something in it.</summary>
    public string this[string name] => _directory[name];

    /// <summary>Writes a file, and the directories above it.</summary>
    public void Write(string name, string text)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(this[name])!);
        File.WriteAllText(this[name], text);
    }

    /// <summary>Writes a program.</summary>
    public void WriteScript(string name, string text)
    {
        Write(name, "#!/bin/sh\n" + text);
        File.SetUnixFileMode(this[name], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Copies a folder of the repository under the same name but not its output, so that a run leaves the repository alone.</summary>
    public void CopyFromRepository(string folder)
    {
        var source = System.IO.Path.Combine(Repository.Root, folder);
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories).Where(file => !file.Contains("/out/", StringComparison.Ordinal)))
        {
            var target = System.IO.Path.Combine(this[folder], System.IO.Path.GetRelativePath(source, file));
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    /// <summary>The text of a file.</summary>
    public string Read(string name) => File.ReadAllText(this[name]);

    /// <summary>The lines of a file; none when it does not exist yet.</summary>
    public string[] Lines(string name) => File.Exists(this[name]) ? File.ReadAllLines(this[name]) : [];

    /// <summary>Whether a file holds exactly this text.</summary>
    public bool Holds(string name, string text) => File.Exists(this[name]) && Read(name) == text;

    /// <summary>Every file and directory with mode, size, time and text: equal before and after when nothing on disk changed.</summary>
    public string[] Contents() =>
        [.. Directory.EnumerateFileSystemEntries(Path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(Describe)];

    /// <summary>Starts the published binary here.</summary>
    public RunningProcess Start(params string[] arguments) => StartWith(new Dictionary<string, string>(), arguments);

    /// <summary>Starts the published binary here with environment variables.</summary>
    public RunningProcess StartWith(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        Assert.True(File.Exists(Repository.Binary), $"there is no {Repository.Binary}; ./test publishes it");
        var process = RunningProcess.Start(
            Repository.Binary, arguments, Path, new Dictionary<string, string>(environment) { ["CONSULRENDER_STATE_DIR"] = environment.GetValueOrDefault("CONSULRENDER_STATE_DIR", State) });
        _processes.Add(process);
        return process;
    }

    /// <summary>Runs the published binary to its end.</summary>
    public async Task<RunningProcess> RunAsync(params string[] arguments)
    {
        var process = Start(arguments);
        await process.ExitsAsync();
        return process;
    }

    /// <summary>Runs the published binary and expects an exit code.</summary>
    public async Task<RunningProcess> RunAsync(int exitCode, params string[] arguments)
    {
        var process = await RunAsync(arguments);
        Assert.True(exitCode == process.ExitCode, $"expected exit code {exitCode}, got {process.ExitCode} from {process}\n{process.Transcript}");
        return process;
    }

    /// <summary>Waits until a file holds exactly this text.</summary>
    public async Task FileHoldsAsync(string name, string text, RunningProcess process)
    {
        string Evidence() => $"it holds: {(File.Exists(this[name]) ? Read(name) : "(no file)")}\n{process.Transcript}";
        await Eventually.HoldsAsync($"{name} holds \"{text}\"", () => process.HasExited || Holds(name, text), Evidence);
        Assert.True(Holds(name, text), $"the process ended before {name} held \"{text}\"\n{Evidence()}");
    }

    /// <summary>Standard error without the log: what a person is meant to read.</summary>
    public static string[] Complaints(RunningProcess process) =>
        [.. process.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !LogLine().IsMatch(line))];

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            await process.DisposeAsync();
        }

        _directory.Dispose();
        _state.Dispose();
    }

    private string Describe(string entry)
    {
        var name = System.IO.Path.GetRelativePath(Path, entry);
        var mode = File.GetUnixFileMode(entry);
        return Directory.Exists(entry)
            ? $"{name}/ {mode}"
            : $"{name} {mode} {new FileInfo(entry).Length} {File.GetLastWriteTimeUtc(entry):O} {File.ReadAllText(entry)}";
    }

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z \[")]
    private static partial Regex LogLine();
}
