using System.Globalization;

namespace ConsulRender.Cli.Logging;

/// <summary>The files that were put aside of one log file, named by the time when they were, so that their names sort. Owned by a <see cref="LogFile"/>.</summary>
/// <param name="path">The log file.</param>
/// <param name="most">How many are kept; 0 for all, below that none.</param>
internal sealed class OldLogFiles(string path, int most)
{
    private const string Form = "yyyyMMdd'T'HHmmss.fff'Z'";

    private readonly string _directory = Path.GetDirectoryName(Path.GetFullPath(path))!;
    private readonly string _beginning = $"{Path.GetFileNameWithoutExtension(path)}-";
    private readonly string _extension = Path.GetExtension(path);

    /// <summary>Puts the log file aside.</summary>
    public void Add(DateTimeOffset time)
    {
        var old = PathOf(time);
        while (File.Exists(old))
        {
            time += TimeSpan.FromMilliseconds(1);
            old = PathOf(time);
        }

        File.Move(path, old, overwrite: true);
    }

    /// <summary>Deletes the oldest of those that are too many; files with other names are not ours.</summary>
    public void Prune()
    {
        if (most == 0)
        {
            return;
        }

        var old = Directory.EnumerateFiles(_directory, $"{_beginning}*{_extension}").Where(IsOurs).OrderDescending(StringComparer.Ordinal);
        foreach (var file in old.Skip(Math.Max(most, 0)))
        {
            File.Delete(file);
        }
    }

    private string PathOf(DateTimeOffset time) =>
        Path.Combine(_directory, $"{_beginning}{time.UtcDateTime.ToString(Form, CultureInfo.InvariantCulture)}{_extension}");

    private bool IsOurs(string file) =>
        Path.GetFileName(file) is var name
        && name.Length > _beginning.Length + _extension.Length
        && DateTimeOffset.TryParseExact(
            name[_beginning.Length..^_extension.Length], Form, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _);
}
