using System.Buffers;
using ConsulRender.Files;
using ConsulRender.Templating;

namespace ConsulRender.Guards;

/// <summary>Counts lines; the last one counts although nothing ends it. Stateless.</summary>
internal static class LineCount
{
    private const int BufferSize = 64 * 1024;

    /// <summary>The lines of a rendered text.</summary>
    public static long Of(RenderedText text)
    {
        var (lines, last) = (0L, (byte)'\n');
        foreach (var piece in text.Pieces)
        {
            (lines, last) = Add(piece.Span, lines, last);
        }

        return last == '\n' ? lines : lines + 1;
    }

    /// <summary>The lines of a live file; null when there is none that can be read, which the apply meets, too, and tells.</summary>
    public static long? OfFile(string path)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            // A pipe would wait for its writer.
            return FileSystem.Status(path)?.Kind == FileKind.Regular ? Count(path, buffer) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static long Count(string path, byte[] buffer)
    {
        using var file = File.OpenHandle(path);
        var (lines, last, at) = (0L, (byte)'\n', 0L);
        for (var read = RandomAccess.Read(file, buffer, at); read > 0; read = RandomAccess.Read(file, buffer, at))
        {
            (lines, last) = Add(buffer.AsSpan(0, read), lines, last);
            at += read;
        }

        return last == '\n' ? lines : lines + 1;
    }

    private static (long Lines, byte Last) Add(ReadOnlySpan<byte> piece, long lines, byte last) =>
        piece.IsEmpty ? (lines, last) : (lines + piece.Count((byte)'\n'), piece[^1]);
}
