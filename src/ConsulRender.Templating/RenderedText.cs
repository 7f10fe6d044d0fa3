using System.Buffers;
using System.Text;

namespace ConsulRender.Templating;

/// <summary>Rendered UTF-8 in pooled pieces; owned by its <see cref="Rendering"/>.</summary>
public sealed class RenderedText : IDisposable
{
    private readonly ArraySegment<byte>[] _blocks;
    private bool _disposed;

    internal RenderedText(ArraySegment<byte>[] blocks)
    {
        _blocks = blocks;
        Pieces = Array.ConvertAll(blocks, block => new ReadOnlyMemory<byte>(block.Array, block.Offset, block.Count));
        Length = blocks.Sum(block => (long)block.Count);
        IsBlank = Array.TrueForAll(blocks, block => block.AsSpan().TrimStart(" \t\r\n\v\f"u8).IsEmpty);
    }

    /// <summary>The pieces in order; valid until disposed.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Pieces { get; private set; }

    /// <summary>The length in bytes.</summary>
    public long Length { get; }

    /// <summary>Whether there is nothing but white space.</summary>
    public bool IsBlank { get; }

    /// <summary>A text that was rendered before, and kept.</summary>
    public static RenderedText Of(ReadOnlySpan<byte> text)
    {
        var block = ArrayPool<byte>.Shared.Rent(Math.Max(1, text.Length));
        text.CopyTo(block);
        return new RenderedText([new ArraySegment<byte>(block, 0, text.Length)]);
    }

    /// <summary>The text as a string, for dry runs and tests.</summary>
    public override string ToString()
    {
        if (_blocks.Length == 1 || _disposed)
        {
            return _disposed ? "" : Encoding.UTF8.GetString(_blocks[0]);
        }

        // Through one array, because a character may lie across two blocks.
        var whole = ArrayPool<byte>.Shared.Rent(checked((int)Length));
        var at = 0;
        foreach (var block in _blocks)
        {
            block.AsSpan().CopyTo(whole.AsSpan(at));
            at += block.Count;
        }

        var text = Encoding.UTF8.GetString(whole, 0, at);
        ArrayPool<byte>.Shared.Return(whole);
        return text;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        Pieces = [];
        foreach (var block in _blocks)
        {
            ArrayPool<byte>.Shared.Return(block.Array!);
        }
    }
}
