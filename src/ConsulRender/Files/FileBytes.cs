using System.Buffers;
using ConsulRender.Templating;
using Microsoft.Win32.SafeHandles;

namespace ConsulRender.Files;

/// <summary>The bytes of open files: compares and overwrites them. Stateless.</summary>
internal static class FileBytes
{
    private const int ChunkLength = 64 * 1024;

    /// <summary>Whether a file holds exactly this text.</summary>
    public static bool AreThose(SafeFileHandle file, RenderedText text)
    {
        if (RandomAccess.GetLength(file) != text.Length)
        {
            return false;
        }

        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(text.Length, ChunkLength));
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

    /// <summary>Writes one file's content over another's, durably; whoever reads it meanwhile sees a mixture, and never an empty file.</summary>
    public static void Overwrite(SafeFileHandle source, SafeFileHandle target)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(ChunkLength);
        try
        {
            long offset = 0;
            int count;
            while ((count = RandomAccess.Read(source, buffer, offset)) > 0)
            {
                RandomAccess.Write(target, buffer.AsSpan(0, count), offset);
                offset += count;
            }

            RandomAccess.SetLength(target, offset);
            RandomAccess.FlushToDisk(target);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
