using System.Globalization;
using ConsulRender.Files;
using ConsulRender.State;

namespace ConsulRender.Versions;

/// <summary>The earlier versions of one group in the state directory, the oldest dropped; owned by its group.</summary>
/// <param name="state">The state directory.</param>
/// <param name="key">The group's name there.</param>
/// <param name="most">How many are kept.</param>
internal sealed class GroupVersions(StateDirectory state, string key, int most)
{
    private const string Description = "version.json";

    private readonly string _folder = Path.Combine(state.VersionsFolder, key);

    /// <summary>Keeps one more version; called when the change has proved good, before what was there is removed.</summary>
    /// <param name="files">Each file of the group, and where its text of before lies; null when it was not there.</param>
    /// <param name="now">When the change was made.</param>
    /// <returns>Why it could not be kept; null when it was, or there was nothing before.</returns>
    public string? Keep(IEnumerable<(string Path, string? Before)> files, DateTimeOffset now)
    {
        var all = files.ToList();
        if (all.TrueForAll(file => file.Before is null))
        {
            return null;
        }

        var staged = Path.Combine(_folder, $".{Environment.ProcessId}.staged");
        try
        {
            StateDirectory.MakeFolder(_folder);
            RemoveLeftOvers();
            StateDirectory.MakeFolder(staged);
            var number = Numbers().LastOrDefault() + 1;
            var kept = all.Select((file, index) => Copy(file.Path, file.Before, staged, index)).ToList();
            StateFile.Write(Path.Combine(staged, Description), VersionText.Write(new GroupVersion(number, now, kept)), isDurable: false);
            Directory.Move(staged, Folder(number));
            foreach (var old in Numbers().SkipLast(most))
            {
                Remove(Folder(old));
            }

            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return $"the version before this change could not be kept in {_folder}: {exception.Message.TrimEnd('.')}";
        }
    }

    /// <summary>What is kept, the newest first; what cannot be read is left out.</summary>
    public IReadOnlyList<GroupVersion> List()
    {
        try
        {
            return [.. Enumerable.Reverse(Numbers()).Select(Read).OfType<GroupVersion>()];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>The text of a file of a version.</summary>
    /// <exception cref="IOException">It cannot be read, or is not what was kept.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public byte[] Text(GroupVersion version, VersionFile file)
    {
        var text = File.ReadAllBytes(Path.Combine(Folder(version.Number), file.Stored!));
        return TextHash.Of(text) == file.Hash ? text : throw new IOException($"{Path.Combine(Folder(version.Number), file.Stored!)} is damaged");
    }

    private string Folder(int number) => Path.Combine(_folder, number.ToString(CultureInfo.InvariantCulture));

    // In order.
    private List<int> Numbers() => !Directory.Exists(_folder)
        ? []
        : [.. Directory.EnumerateDirectories(_folder)
            .Select(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)
            .Where(number => number > 0)
            .Order()];

    private GroupVersion? Read(int number)
    {
        var path = Path.Combine(Folder(number), Description);
        return File.Exists(path) ? VersionText.Read(number, File.ReadAllBytes(path)) : null;
    }

    // A copy and no link: whoever writes into the live file would write into what is kept.
    private static VersionFile Copy(string path, string? before, string folder, int index)
    {
        if (before is null)
        {
            return new VersionFile(path, null, 0);
        }

        var name = index.ToString(CultureInfo.InvariantCulture);
        var text = File.ReadAllBytes(before);
        using (var file = FileSystem.CreateNew(Path.Combine(folder, name)))
        {
            RandomAccess.Write(file, text, fileOffset: 0);
        }

        return new VersionFile(path, name, TextHash.Of(text));
    }

    // Of this process, or of one that was killed.
    private void RemoveLeftOvers()
    {
        foreach (var folder in Directory.EnumerateDirectories(_folder, ".*.staged"))
        {
            var processId = Path.GetFileName(folder).Split('.')[1];
            if (processId == Environment.ProcessId.ToString(CultureInfo.InvariantCulture) || !Directory.Exists($"/proc/{processId}"))
            {
                Remove(folder);
            }
        }
    }

    private static void Remove(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
