using ConsulRender.Processes;

namespace ConsulRender.Tests.Engine;

/// <summary>A directory of one test, gone with it.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    internal string Root { get; } = Directory.CreateTempSubdirectory("consulrender-test-").FullName;

    /// <summary>The names in the directory, dot-files and folders included, in order.</summary>
    internal IReadOnlyList<string> Names => [.. Directory.EnumerateFileSystemEntries(Root).Select(entry => System.IO.Path.GetFileName(entry)).Order(StringComparer.Ordinal)];

    internal string Path(string name) => System.IO.Path.Combine(Root, name);

    internal string Write(string name, string content)
    {
        var path = Path(name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        return path;
    }

    internal string Read(string name) => File.ReadAllText(Path(name));

    internal IReadOnlyList<string> Lines(string name)
    {
        // Read as a whole: reading by lines sees the end of one that is still being written as another.
        var text = File.ReadAllText(Path(name));
        return text.Length == 0 ? [] : (text.EndsWith('\n') ? text[..^1] : text).Split('\n');
    }

    /// <summary>What commands wrote to the log, a line each.</summary>
    internal IReadOnlyList<string> Log => File.Exists(Path("log")) ? Lines("log") : [];

    /// <summary>A command in whose text <c>DIR</c> is this directory and <c>LOG</c> the log.</summary>
    internal CommandLine? Command(string? line) =>
        line is null ? null : CommandLine.FromText(line.Replace("LOG", Path("log"), StringComparison.Ordinal).Replace("DIR", Root, StringComparison.Ordinal));

    public void Dispose()
    {
        // Two that share it may both dispose it.
        if (Directory.Exists(Root))
        {
            Directory.Delete(Root, recursive: true);
        }
    }
}
