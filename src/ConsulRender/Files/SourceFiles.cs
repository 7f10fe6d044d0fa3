namespace ConsulRender.Files;

/// <summary>The files that templates and partials were read from or looked for in, as they were then; tells whether reading them again would give anything else. Filled by one <see cref="TemplateLoader"/>, then only looked at.</summary>
public sealed class SourceFiles
{
    private readonly Dictionary<string, FileStamp?> _stamps = [];

    /// <summary>Whether the files are read anew, when a pipe that was read at the start has nothing more to give. Default false.</summary>
    public bool IsAnotherReading { get; init; }

    /// <summary>Takes note of a file, before it is read: a change during the reading is one. A pipe of the shell has nothing more to give, whatever becomes of it.</summary>
    internal void Add(string path)
    {
        if (!ShellPipe.IsOne(path))
        {
            _stamps.TryAdd(path, FileSystem.Stamp(path));
        }
    }

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
    public Task SettleAsync(TimeProvider timeProvider, CancellationToken cancellationToken) => Settling.WaitAsync(_stamps.Keys, timeProvider, cancellationToken);
}
