using System.Globalization;
using System.Text;
using ConsulRender.Files;

namespace ConsulRender.Groups;

/// <summary>Remembers on disk which files were written for a template's items, so that those of items that are gone can be removed, also after a restart. Owned by its <see cref="ItemFiles"/>.</summary>
/// <remarks>
/// One path a line, from the manifest's directory. A file that is there and not ours is noted with its stamp before it is replaced:
/// while it still has that stamp, it was never replaced and is not ours, whatever happened in between.
/// </remarks>
internal sealed class FileManifest(string root, string name)
{
    private const char BeforeStamp = '\t';

    /// <summary>The manifest's own path: a dot-file that no <c>conf.d/*</c> reads.</summary>
    public string Path { get; } = System.IO.Path.Combine(root, $".consulrender-{TextHash.Of(name):x16}.files");

    /// <summary>The files of ours, as full paths in the order of the manifest.</summary>
    public IReadOnlyList<string> Read() => [.. Lines().Where(IsOurs).Select(FullPath)];

    /// <summary>Notes the files that are to be, before the first of them is written; those of before stay in it.</summary>
    /// <returns>Those of before.</returns>
    public IReadOnlyList<string> Begin(IEnumerable<string> paths)
    {
        var lines = Lines();
        var before = lines.Where(IsOurs).Select(FullPath).ToList();
        var known = before.ToHashSet(StringComparer.Ordinal);
        Write([.. before.Select(Line), .. paths.Where(path => !known.Contains(path)).Select(path => Line(path) + StampOf(path))], lines);
        return before;
    }

    /// <summary>Notes the files that are there now, without those that somebody else had written and that never had to be replaced.</summary>
    /// <param name="paths">What the items have.</param>
    /// <param name="adopted">What of it another template of ours has written.</param>
    public void Complete(IEnumerable<string> paths, IEnumerable<string> adopted)
    {
        var lines = Lines();
        var ours = lines.Where(IsOurs).Select(FullPath).Concat(adopted).ToHashSet(StringComparer.Ordinal);
        Write([.. paths.Where(ours.Contains).Select(Line)], lines);
    }

    private string[] Lines() => File.Exists(Path) ? File.ReadAllLines(Path) : [];

    private bool IsOurs(string line)
    {
        var stamp = line.IndexOf(BeforeStamp, StringComparison.Ordinal);
        return line.Length > 0 && (stamp < 0 || line[stamp..] != StampOf(FullPath(line)));
    }

    private string FullPath(string line) => System.IO.Path.GetFullPath(System.IO.Path.Combine(root, line.Split(BeforeStamp)[0]));

    private string Line(string path) => System.IO.Path.GetRelativePath(root, path);

    private static string StampOf(string path) => FileSystem.Stamp(path) is { } stamp
        ? string.Create(CultureInfo.InvariantCulture, $"{BeforeStamp}{stamp.Device}:{stamp.Inode}:{stamp.Size}:{stamp.Modified}")
        : "";

    // A manifest that is cut short by a power cut would make files nobody's, so the new one is whole before it takes the old one's place.
    private void Write(string[] lines, string[] before)
    {
        if (lines.SequenceEqual(before))
        {
            return;
        }

        if (lines.Length == 0)
        {
            File.Delete(Path);
            return;
        }

        var staged = DotName.Beside(Path, DotName.Staged);
        File.Delete(staged);
        using (var file = FileSystem.CreateNew(staged))
        {
            RandomAccess.Write(file, Encoding.UTF8.GetBytes(string.Join('\n', lines) + '\n'), fileOffset: 0);
            RandomAccess.FlushToDisk(file);
        }

        FileSystem.Rename(staged, Path);
        FileSystem.FlushDirectory(root);
    }
}
