using ConsulRender.Files;
using ConsulRender.Findings;
using ConsulRender.Settings.Hcl;
using ConsulRender.Settings.Tree;
using ConsulRender.Templating;
using ConsulRender.Templating.Findings;

namespace ConsulRender.Settings;

/// <summary>Finds and reads the files that <c>-config</c> names. Stateless.</summary>
public static class SettingsFiles
{
    private const string Hcl = ".hcl";
    private const string Json = ".json";

    /// <summary>The trees of the files in the order in which they count, the last the most; problems are added to the findings.</summary>
    internal static List<SettingsObject> Read(IReadOnlyList<string> paths, List<Finding> findings)
    {
        var trees = new List<SettingsObject>();
        foreach (var path in paths)
        {
            if (ReadBytes(path, out var problem) is not { } bytes)
            {
                findings.Add(InvalidSettings.At(new SourcePosition(path, 0, 0), problem));
            }
            else if (Parse(path, bytes, findings) is { } tree)
            {
                trees.Add(tree);
            }
        }

        return trees;
    }

    /// <summary>The files of one <c>-config</c>: itself, or all of a directory and those below it, in the order of their names.</summary>
    public static IEnumerable<string> Find(string config) => Directory.Exists(config) ? FindIn(config, []) : [config];

    // What an editor or a package leaves beside a file has another ending. A directory may be a link, as Kubernetes mounts
    // them, and such a mount shows each file twice, once under a hidden name.
    private static IReadOnlyList<string> FindIn(string directory, List<string> above)
    {
        try
        {
            return [.. EnumerateIn(directory, above)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Whoever reads it tells why it cannot be.
            return [directory];
        }
    }

    private static IEnumerable<string> EnumerateIn(string directory, List<string> above)
    {
        var identity = Identity(directory);
        if (above.Contains(identity))
        {
            yield break;
        }

        foreach (var entry in Directory.EnumerateFileSystemEntries(directory).Where(entry => Path.GetFileName(entry)[0] != '.').Order(StringComparer.Ordinal))
        {
            if (Directory.Exists(entry))
            {
                foreach (var file in FindIn(entry, [.. above, identity]))
                {
                    yield return file;
                }
            }
            else if (Path.GetExtension(entry) is Hcl or Json)
            {
                yield return entry;
            }
        }
    }

    // However many links lead to it, in a circle, too.
    private static string Identity(string directory) =>
        FileSystem.Stamp(directory) is { } stamp ? $"{stamp.Device}:{stamp.Inode}" : Path.GetFullPath(directory);

    /// <summary>The tree of one text; null when errors were added.</summary>
    /// <param name="path">Whose it is; its ending, or else its beginning, tells the format.</param>
    /// <param name="bytes">The text.</param>
    /// <param name="findings">Where problems are told.</param>
    internal static SettingsObject? Parse(string path, ReadOnlySpan<byte> bytes, List<Finding> findings)
    {
        // Some editors begin a file with a byte-order mark, which JSON forbids and everybody ignores.
        var text = bytes.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes;
        var tree = IsHcl(path, text) ? HclReader.Read(path, text, findings) : JsonTree.Read(path, text, findings);
        if (tree?["consul"] is SettingsText address)
        {
            findings.Add(InvalidSettings.At(address.Origin.ToPosition(), "\"consul\" as a text is an old form; write consul { address = ... }") with { Severity = FindingSeverity.Warning });
        }

        return tree is null ? null : ConsulWords.Meant(tree);
    }

    private static bool IsHcl(string path, ReadOnlySpan<byte> text) => Path.GetExtension(path) != Json && !StartsObject(text);

    private static bool StartsObject(ReadOnlySpan<byte> text) => text.TrimStart(" \t\r\n"u8) is [(byte)'{', ..];

    private static byte[]? ReadBytes(string path, out string problem)
    {
        try
        {
            problem = "cannot read the settings: this is no regular file";
            return ShellPipe.IsWaitedFor(path) ? null : File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            problem = $"cannot read the settings: {(exception is FileNotFoundException or DirectoryNotFoundException ? NoFile(path) : exception.Message)}";
            return null;
        }
    }

    private static string NoFile(string path) => new FileInfo(path).LinkTarget is { } target ? $"it is a link to '{target}', which is not there" : "there is no such file";
}
