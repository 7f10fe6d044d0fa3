namespace ConsulRender.Files;

/// <summary>Waits for files that somebody is just writing, so that none is read halfway. Stateless.</summary>
internal static class Settling
{
    /// <summary>The time from one look to the next; files are at rest when two looks see the same.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    // Files that never rest are read all the same.
    private const int MostLooks = 20;

    /// <summary>Waits until nobody writes to the files any more, for two seconds at most.</summary>
    /// <returns>How they are then, in the same order; null for one that is not there.</returns>
    public static async Task<IReadOnlyList<FileStamp?>> WaitAsync(IReadOnlyCollection<string> paths, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        var seen = Look();
        for (var looks = 1; looks < MostLooks; looks++)
        {
            await Task.Delay(Pause, timeProvider, cancellationToken);
            var before = seen;
            seen = Look();
            if (seen.SequenceEqual(before))
            {
                break;
            }
        }

        return seen;

        List<FileStamp?> Look() => [.. paths.Select(FileSystem.Stamp)];
    }
}
