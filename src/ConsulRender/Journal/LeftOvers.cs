using ConsulRender.Files;
using ConsulRender.Groups;
using ConsulRender.State;

namespace ConsulRender.Journal;

/// <summary>Removes what killed processes left beside our files and in the state directory, at the start. Stateless.</summary>
internal static class LeftOvers
{
    /// <summary>Removes the dot-files of processes that are no more, also those that had the number of this one.</summary>
    /// <param name="groups">Beside whose files to look.</param>
    /// <param name="state">The state directory, where there are some, too.</param>
    /// <param name="named">What journals name and is still needed.</param>
    /// <returns>What was removed.</returns>
    public static IReadOnlyList<string> Remove(IReadOnlyList<OutputGroup> groups, StateDirectory state, IReadOnlySet<string> named)
    {
        var places = new Dictionary<string, HashSet<string>?>(StringComparer.Ordinal) { [state.Path] = null, [state.JournalFolder] = null };
        foreach (var file in groups.SelectMany(group => group.Files))
        {
            if (file.Items is { } items)
            {
                foreach (var folder in items.Folders())
                {
                    places[folder] = null;
                }
            }
            else
            {
                Add(places, file.Destination);
            }
        }

        // Without journals nobody knows whether the file before is the only good one.
        var hasJournals = state.Exists;
        var removed = new List<string>();
        foreach (var (folder, names) in places)
        {
            foreach (var (path, name) in DotNames(folder, names))
            {
                if ((hasJournals || name.What == DotName.Staged) && !named.Contains(path) && !ProcessMark.MayNeed(name.ProcessId, path) && TryDelete(path))
                {
                    removed.Add(path);
                }
            }
        }

        return removed;
    }

    // A link has its left-overs beside what it leads to, but those of its backup beside itself.
    private static void Add(Dictionary<string, HashSet<string>?> places, Destination destination)
    {
        foreach (var path in destination.Places())
        {
            var folder = Path.GetDirectoryName(path)!;
            if (!places.TryGetValue(folder, out var names))
            {
                places.Add(folder, names = new HashSet<string>(StringComparer.Ordinal));
            }

            names?.UnionWith([Path.GetFileName(path), $"{Path.GetFileName(path)}.bak"]);
        }
    }

    private static List<(string Path, DotName Name)> DotNames(string folder, HashSet<string>? names)
    {
        var found = new List<(string, DotName)>();
        try
        {
            foreach (var path in Directory.Exists(folder) ? Directory.EnumerateFiles(folder) : [])
            {
                if (DotName.TryParse(Path.GetFileName(path), out var name) && names?.Contains(name.Name) != false)
                {
                    found.Add((path, name));
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A folder that cannot be looked through keeps what is in it; whoever writes there meets the same and says so.
        }

        return found;
    }

    private static bool TryDelete(string path)
    {
        try
        {
            File.Delete(path);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
