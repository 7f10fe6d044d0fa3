using System.Buffers;
using ConsulRender.Planning;
using ConsulRender.Templating;
using Microsoft.Win32.SafeHandles;

namespace ConsulRender;

/// <summary>A file that is kept equal to a rendering, with its mode and owner; during one apply it also owns the staged and the previous file.</summary>
internal sealed class Destination(string path, FilePermissions permissions, bool createDirectories)
{
    // Whole, so that .NET need not ask for the working directory at each step.
    private readonly string _path = System.IO.Path.GetFullPath(path);

    // A link keeps being a link: what it points at is replaced. Found anew by each staging.
    private string _target = "";
    private string? _staged;
    private string? _previous;
    private bool _isSwapped;

    /// <summary>The path as the settings wrote it.</summary>
    public string Path => path;

    /// <summary>What a check command looks at: the staged file, or the live one when it does not change.</summary>
    public string CheckedPath => _staged ?? _path;

    /// <summary>The directory whose entry a swap changes; known once the text is staged.</summary>
    public string Directory => System.IO.Path.GetDirectoryName(_target)!;

    /// <summary>Gate 3: whether the live file holds another text, or does not exist.</summary>
    public bool Differs(RenderedText text)
    {
        var differs = true;
        Try("cannot be read", () =>
        {
            if (IsThere())
            {
                using var file = File.OpenHandle(_path);
                differs = RandomAccess.GetLength(file) != text.Length || !HasSameBytes(file, text);
            }
        });
        return differs;
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
            _target = isLink ? File.ResolveLinkTarget(_path, returnFinalTarget: true)!.FullName : _path;
            _staged = Beside(_target, "staged");
            using var file = Create(_staged);
            RandomAccess.Write(file, text.Pieces, fileOffset: 0);
            permissions.Apply(file, isLink ? FileSystem.Status(_target) : live);
            RandomAccess.FlushToDisk(file);
        });
    }

    /// <summary>Keeps the live file under a second name, so that <see cref="Restore"/> needs neither space nor luck.</summary>
    public void KeepPrevious()
    {
        Try("cannot be kept for a restore", () =>
        {
            if (_staged is null || !File.Exists(_target))
            {
                return;
            }

            var previous = Beside(_target, "previous");
            File.Delete(previous);
            FileSystem.LinkOrCopy(_target, previous);
            _previous = previous;
        });
    }

    /// <summary>Puts the staged file in the live one's place, in one step.</summary>
    public void Swap()
    {
        Try("cannot be replaced", () =>
        {
            if (_staged is not null)
            {
                FileSystem.Rename(_staged, _target);
                _staged = null;
                _isSwapped = true;
            }
        });
    }

    /// <summary>Undoes a swap: the previous file comes back; a file that did not exist before goes.</summary>
    public void Restore()
    {
        if (!_isSwapped)
        {
            return;
        }

        // From here on cleaning up must not remove it: if it cannot be put back, it is the only good copy.
        var previous = _previous;
        (_previous, _isSwapped) = (null, false);
        Try(previous is null ? "cannot be removed again" : $"cannot be restored; its previous text is in '{previous}'", () =>
        {
            if (previous is null)
            {
                File.Delete(_target);
            }
            else
            {
                FileSystem.Rename(previous, _target);
            }
        });
    }

    /// <summary>Removes what the apply left beside the live file.</summary>
    public void CleanUp()
    {
        Remove(ref _staged);
        Remove(ref _previous);
        _isSwapped = false;
    }

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

    private static void Remove(ref string? leftOver)
    {
        if (leftOver is null)
        {
            return;
        }

        try
        {
            File.Delete(leftOver);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A dot-file that cannot be removed now is replaced by the next apply of this process.
        }

        leftOver = null;
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

    private static bool HasSameBytes(SafeFileHandle file, RenderedText text)
    {
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(text.Length, 64 * 1024));
        try
        {
            long offset = 0;
            foreach (var piece in text.Pieces)
            {
                for (var rest = piece.Span; !rest.IsEmpty;)
                {
                    var count = RandomAccess.Read(file, buffer.AsSpan(0, Math.Min(buffer.Length, rest.Length)), offset);
                    if (count == 0 || !rest[..count].SequenceEqual(buffer.AsSpan(0, count)))
                    {
                        return false;
                    }

                    offset += count;
                    rest = rest[count..];
                }
            }

            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // The process ID keeps a daemon and a -once run of the same file apart.
    private static string Beside(string target, string what) =>
        System.IO.Path.Combine(
            System.IO.Path.GetDirectoryName(target) ?? "",
            $".{System.IO.Path.GetFileName(target)}.{Environment.ProcessId}.{what}");
}
