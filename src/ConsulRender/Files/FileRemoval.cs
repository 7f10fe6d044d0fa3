using ConsulRender.Journal;

namespace ConsulRender.Files;

/// <summary>A file whose item is gone: taken away in one step, and put back when the change is undone. Made and dropped by its <see cref="GroupChange"/>.</summary>
internal sealed class FileRemoval(string path)
{
    private readonly string _path = System.IO.Path.GetFullPath(path);
    private string? _previous;

    /// <summary>The path as the settings and the item wrote it.</summary>
    public string Path => path;

    /// <summary>Where the file is until the change has proved good; null when there was none.</summary>
    public string? Previous => _previous;

    /// <summary>The directory whose entry changes.</summary>
    public string Directory => System.IO.Path.GetDirectoryName(_path)!;

    /// <summary>How to undo the removal that is to come; null when there is nothing to remove.</summary>
    public JournalFile? Undoing()
    {
        try
        {
            return FileSystem.Status(_path, followLinks: false) is { Kind: not FileKind.Other }
                ? new JournalFile(JournalFileKind.Remove, _path) { Previous = DotName.Beside(_path, DotName.Previous) }
                : null;
        }
        catch (IOException exception)
        {
            throw new DestinationException(path, "cannot be removed", exception);
        }
    }

    /// <summary>Takes the file away, under a name that no <c>conf.d/*</c> reads; one that is gone already is no matter.</summary>
    public void Swap()
    {
        try
        {
            if (FileSystem.Status(_path, followLinks: false) is { Kind: not FileKind.Other })
            {
                var previous = DotName.Beside(_path, DotName.Previous);
                FileSystem.Rename(_path, previous);
                _previous = previous;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DestinationException(path, "cannot be removed", exception);
        }
    }

    /// <summary>Puts the file back.</summary>
    public void Restore()
    {
        var previous = _previous;
        _previous = null;
        try
        {
            if (previous is not null)
            {
                FileSystem.Rename(previous, _path);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DestinationException(path, $"cannot be restored; its previous text is in '{previous}'", exception);
        }
    }

    /// <summary>Removes the file for good.</summary>
    public void CleanUp()
    {
        try
        {
            if (_previous is not null)
            {
                File.Delete(_previous);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A dot-file that cannot be removed now disturbs nobody.
        }

        _previous = null;
    }
}
