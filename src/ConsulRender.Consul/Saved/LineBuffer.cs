using System.Buffers;

namespace ConsulRender.Consul.Saved;

/// <summary>A rented buffer before a stream, as long as the longest line; owned by the writer.</summary>
internal sealed class LineBuffer(Stream stream) : IBufferWriter<byte>, IDisposable
{
    private const int Full = 64 * 1024;
    private const int Spare = 4096;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(Full + Spare);
    private int _length;

    /// <inheritdoc/>
    public void Advance(int count) => _length += count;

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Grow(sizeHint);
        return _bytes.AsMemory(_length);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <summary>Adds bytes.</summary>
    internal void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(GetSpan(bytes.Length));
        _length += bytes.Length;
    }

    /// <summary>Passes the bytes on when there are enough.</summary>
    internal void FlushWhenFull()
    {
        if (_length >= Full)
        {
            Flush();
        }
    }

    /// <summary>Passes the bytes on.</summary>
    internal void Flush()
    {
        stream.Write(_bytes, 0, _length);
        _length = 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // It may have held secrets.
        ArrayPool<byte>.Shared.Return(_bytes, clearArray: true);
        _bytes = [];
    }

    private void Grow(int sizeHint)
    {
        if (_bytes.Length - _length >= Math.Max(sizeHint, 1))
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_bytes.Length * 2, _length + sizeHint));
        _bytes.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes, clearArray: true);
        _bytes = larger;
    }
}
