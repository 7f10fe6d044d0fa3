using ConsulRender.Journal;
using ConsulRender.Planning;
using ConsulRender.Templating;
using Microsoft.Win32.SafeHandles;

namespace ConsulRender.Files;

/// <summary>A file that is kept equal to a rendering, with its mode and owner; during one apply it also owns the staged and the previous file.</summary>
internal sealed partial class Destination(string path, FilePermissions permissions, bool createDirectories, bool keepsBackup = false)
{
    // Whole, so that .NET need not ask for the working directory at each step.
    private readonly string _path = System.IO.Path.GetFullPath(path);

    // A link keeps being a link: what it points at is replaced. Found anew by each staging.
    private string _target = "";
    private string? _staged;
    private string? _previous;
    private bool _previousIsCopy;
    private bool _isSwapped;

    // Mode and owner of a live file that is overwritten instead of replaced, during one apply.
    private FileStatus? _overwritten;

    private FileOwner? _owner;
    private bool _hasToldOverwriting;

    /// <summary>The path as the settings wrote it.</summary>
    public string Path => path;

    /// <summary>What a check command looks at: the staged file, or the live one when it does not change.</summary>
    public string CheckedPath => _staged ?? _path;

    /// <summary>The directory whose entry a swap changes; known once the text is staged.</summary>
    public string Directory => System.IO.Path.GetDirectoryName(_target)!;

    /// <summary>Whether the settings name a mode or an owner, from which the live file may come to differ.</summary>
    public bool HasPermissions => permissions.AreSet;

    /// <summary>Whether a live file must be kept until the change has proved good, also when nothing else could fail.</summary>
    public bool KeepsBackup => keepsBackup;

    // The numbers are found once and by each staging, because a look that asks a directory on the network for them is none that costs nothing.
    private FileOwner Owner => _owner ??= permissions.Owner();

    /// <summary>Whether the live file has another mode or owner than the settings say; one statx where they say any.</summary>
    public bool HasDrifted()
    {
        try
        {
            return permissions.AreSet && FileSystem.Status(_path) is { Kind: FileKind.Regular } live && permissions.DifferFrom(live, Owner);
        }
        catch (IOException)
        {
            // The next apply meets it, too, and says so.
            return false;
        }
    }

    /// <summary>Gate 3: whether the live file holds another text, or does not exist.</summary>
    public bool Differs(RenderedText text)
    {
        var differs = true;
        Try("cannot be read", () =>
        {
            if (IsThere())
            {
                using var file = File.OpenHandle(_path);
                differs = !FileBytes.AreThose(file, text);
            }
        });
        return differs;
    }

    /// <summary>Gives a live file with the right text the mode and owner that the settings say, if it lost them.</summary>
    /// <returns>What was done, a line each.</returns>
    public IEnumerable<string> Repair(RenderedText text)
    {
        IEnumerable<string> repaired = [];
        Try("cannot be given its mode and owner again", () =>
        {
            if (permissions.AreSet && FileSystem.Status(_path) is { Kind: FileKind.Regular } live && permissions.DifferFrom(live, Owner))
            {
                // The file that holds our text and no other: whoever swaps it for a link to theirs, or to the system's, gets nothing.
                using var file = File.OpenHandle(_path);
                repaired = FileBytes.AreThose(file, text) ? permissions.Repair(file, Owner, path) : [];
            }
        });
        return repaired.Select(what => $"repaired {what}");
    }

    /// <summary>What is there and what mode and owner it would get, for a plan.</summary>
    public LiveFile Look()
    {
        var look = new LiveFile(null, null, default, null, null);
        Try("cannot be read", () =>
        {
            var status = IsThere() ? FileSystem.Status(_path) : null;
            var (mode, user, group) = permissions.After(status);
            look = new LiveFile(status is null ? null : File.ReadAllBytes(_path), status, mode, user, group);
        });
        return look;
    }

    /// <summary>Writes the text beside the live file, durable and with its final mode and owner, under a name that no <c>conf.d/*</c> reads.</summary>
    public void Stage(RenderedText text)
    {
        Try("cannot be written", () =>
        {
            var live = FileSystem.Status(_path, followLinks: false);
            var isLink = live?.Kind == FileKind.Link;
            _target = isLink ? SymbolicLinks.Target(_path) : _path;
            _staged = DotName.Beside(_target, DotName.Staged);
            using var file = Create(_staged);
            RandomAccess.Write(file, text.Pieces, fileOffset: 0);
            _owner = null;
            permissions.Apply(file, isLink ? FileSystem.Status(_target) : live);
            RandomAccess.FlushToDisk(file);
        });
    }

    /// <summary>Puts the staged file in the live one's place, in one step; a mount point cannot be replaced and is overwritten.</summary>
    /// <param name="overwrites">Is told how to undo it before a mount point is overwritten; null when nobody wants to know.</param>
    /// <returns>What the operator should know of it; null mostly.</returns>
    public string? Swap(Action<JournalFile>? overwrites = null)
    {
        Try("cannot be replaced", () =>
        {
            if (_staged is null)
            {
                return;
            }

            if (FileSystem.TryRename(_staged, _target))
            {
                _staged = null;
                _isSwapped = true;
            }
            else
            {
                Overwrite(_staged, overwrites);
            }
        });
        if (_overwritten is null || _hasToldOverwriting)
        {
            return null;
        }

        _hasToldOverwriting = true;
        return $"{path} is a mount point and cannot be replaced in one step; it is written in place; mount its directory instead";
    }

    /// <summary>Undoes a swap: the previous file comes back; a file that did not exist before goes.</summary>
    public void Restore()
    {
        if (!_isSwapped)
        {
            return;
        }

        // From here on cleaning up must not remove it: if it cannot be put back, it is the only good copy.
        var (previous, overwritten) = (_previous, _overwritten);
        (_previous, _isSwapped, _overwritten) = (null, false, null);
        Try(previous is null ? "cannot be removed again" : $"cannot be restored; its previous text is in '{previous}'", () =>
        {
            if (previous is null)
            {
                File.Delete(_target);
            }
            else if (overwritten is not null)
            {
                using var live = OpenToOverwrite();
                Overwrite(previous, live, overwritten);
                File.Delete(previous);
            }
            else
            {
                FileSystem.Rename(previous, _target);
            }
        });
    }

    // A disk that is full in the middle of it must not cost the old text, so that is always kept, and as a copy: a link would change, too.
    private void Overwrite(string staged, Action<JournalFile>? overwrites)
    {
        if (_previous is null || !_previousIsCopy)
        {
            _previous ??= DotName.Beside(_target, DotName.Previous);
            File.Delete(_previous);
            File.Copy(_target, _previous);
            _previousIsCopy = true;
        }

        overwrites?.Invoke(UndoingOverwrite(_previous));
        using var live = OpenToOverwrite();
        (_overwritten, _isSwapped) = (FileSystem.Status(live), true);
        Overwrite(staged, live, wanted: null);
    }

    // The mode and owner wanted are mostly those of the source.
    private static void Overwrite(string source, SafeFileHandle live, FileStatus? wanted)
    {
        using var file = File.OpenHandle(source);
        FileBytes.Overwrite(file, live);
        new FilePermissions(null, null, null).Apply(live, wanted ?? FileSystem.Status(file));
    }

    private SafeFileHandle OpenToOverwrite() => File.OpenHandle(_target, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);

    // What is no regular file is never opened, because a pipe would wait for its writer, and never replaced, because it may be a device.
    private bool IsThere()
    {
        var status = FileSystem.Status(_path);
        return status is null or { Kind: FileKind.Regular }
            ? status is not null
            : throw new IOException(System.IO.Directory.Exists(_path) ? "it is a directory" : "it is not a regular file");
    }

    private void Try(string problem, Action step)
    {
        try
        {
            step();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DestinationException(path, problem, exception);
        }
    }

    // Nearly always the directory is there and nothing is left over, so neither is looked for before.
    private SafeFileHandle Create(string staged)
    {
        try
        {
            return FileSystem.CreateNew(staged);
        }
        catch (DirectoryNotFoundException) when (createDirectories)
        {
            System.IO.Directory.CreateDirectory(Directory);
        }
        catch (IOException) when (File.Exists(staged))
        {
            File.Delete(staged);
        }

        return FileSystem.CreateNew(staged);
    }
}
