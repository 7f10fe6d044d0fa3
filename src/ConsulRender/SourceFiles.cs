namespace ConsulRender;

/// <summary>The files that templates and partials were read from or looked for in, as they were then; tells whether reading them again would give anything else. Filled by one <see cref="TemplateLoader"/>, then only looked at.</summary>
public sealed class SourceFiles
{
    /// <summary>A changed file is taken when two looks this far apart see the same, so that one which is just being written is not read halfway.</summary>
    internal static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(100);

    // Files that never rest are read all the same.
    private const int MostLooks = 20;

    private readonly Dictionary<string, FileStamp?> _stamps = [];

    /// <summary>Whether the files are read anew, when a pipe that was read at the start has nothing more to give. Default false.</summary>
    public bool IsAnotherReading { get; init; }

    /// <summary>Takes note of a file, before it is read: a change during the reading is one.</summary>
    internal void Add(string path) => _stamps.TryAdd(path, FileSystem.Stamp(path));

    /// <summary>Looks after the files of another reading, too, from now on.</summary>
    public void Include(SourceFiles others)
    {
        foreach (var path in others._stamps.Keys)
        {
            Add(path);
        }
    }

    /// <summary>Whether any of them is another file now, is gone, or has come.</summary>
    public bool HaveChanged()
    {
        foreach (var (path, stamp) in _stamps)
        {
            if (FileSystem.Stamp(path) != stamp)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Waits until nobody writes to them any more, for two seconds at most.</summary>
    public async Task SettleAsync(TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        var seen = Look();
        for (var looks = 1; looks < MostLooks; looks++)
        {
            await Task.Delay(Settling, timeProvider, cancellationToken);
            var next = Look();
            if (next.SequenceEqual(seen))
            {
                return;
            }

            seen = next;
        }
    }

    private List<FileStamp?> Look() => [.. _stamps.Keys.Select(FileSystem.Stamp)];
}
