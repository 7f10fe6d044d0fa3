using System.Buffers;
using ConsulRender.Templating;

namespace ConsulRender;

/// <summary>A file that is kept equal to a rendering, with its mode and owner; during one apply it also owns the staged and the previous file.</summary>
internal sealed class Destination(string path, FilePermissions permissions, bool createDirectories)
{
    private string? _staged;
    private string? _previous;
    private bool _isSwapped;

    /// <summary>The path as the settings wrote it.</summary>
    public string Path => path;

    /// <summary>What a check command looks at: the staged file, or the live one when it does not change.</summary>
    public string CheckedPath => _staged ?? Target;

    /// <summary>The directory whose entry a swap changes.</summary>
    public string Directory => System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Target))!;

    // A link keeps being a link: what it points at is replaced.
    private string Target => File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;

    /// <summary>Gate 3: whether the live file holds another text, or does not exist.</summary>
    public bool Differs(RenderedText text)
    {
        try
        {
            using var file = File.OpenHandle(path);
            return RandomAccess.GetLength(file) != text.Length || !HasSameBytes(file, text);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DestinationException(path, "cannot be read", exception);
        }
    }

    /// <summary>Writes the text beside the live file, durable and with its final mode and owner, under a name that no <c>conf.d/*</c> reads.</summary>
    public void Stage(RenderedText text)
    {
        var target = Target;
        var staged = Beside(target, "staged");
        try
        {
            if (createDirectories)
            {
                System.IO.Directory.CreateDirectory(Directory);
            }

            File.Delete(staged);
            _staged = staged;
            Write(staged, text);
            permissions.Apply(staged, like: target);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DestinationException(path, "cannot be written", exception);
        }
    }

    /// <summary>Keeps the live file under a second name, so that <see cref="Restore"/> needs neither space nor luck.</summary>
    public void KeepPrevious()
    {
        var target = Target;
        if (_staged is null || !File.Exists(target))
        {
            return;
        }

        var previous = Beside(target, "previous");
        try
        {
            File.Delete(previous);
            FileSystem.LinkOrCopy(target, previous);
            _previous = previous;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DestinationException(path, "cannot be kept for a restore", exception);
        }
    }

    /// <summary>Puts the staged file in the live one's place, in one step.</summary>
    public void Swap()
    {
        if (_staged is null)
        {
            return;
        }

        try
        {
            File.Move(_staged, Target, overwrite: true);
            _staged = null;
            _isSwapped = true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DestinationException(path, "cannot be replaced", exception);
        }
    }

    /// <summary>Undoes a swap: the previous file comes back; a file that did not exist before goes.</summary>
    public void Restore()
    {
        if (!_isSwapped)
        {
            return;
        }

        try
        {
            if (_previous is null)
            {
                File.Delete(Target);
            }
            else
            {
                File.Move(_previous, Target, overwrite: true);
                _previous = null;
            }

            _isSwapped = false;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DestinationException(path, "cannot be restored", exception);
        }
    }

    /// <summary>Removes what the apply left beside the live file.</summary>
    public void CleanUp()
    {
        Remove(ref _staged);
        Remove(ref _previous);
        _isSwapped = false;
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

    private static void Write(string staged, RenderedText text)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            BufferSize = 0,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        using var file = new FileStream(staged, options);
        RandomAccess.Write(file.SafeFileHandle, text.Pieces, fileOffset: 0);
        file.Flush(flushToDisk: true);
    }

    private static bool HasSameBytes(Microsoft.Win32.SafeHandles.SafeFileHandle file, RenderedText text)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
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
