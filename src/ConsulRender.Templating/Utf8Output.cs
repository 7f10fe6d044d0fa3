using System.Buffers;
using System.Buffers.Text;
using System.Text.Unicode;

namespace ConsulRender.Templating;

/// <summary>
/// Collects a render's UTF-8 in pooled blocks that grow; owned by the render until <see cref="Detach"/> hands the blocks over.
/// </summary>
internal sealed class Utf8Output
{
    private const int FirstBlock = 4 * 1024;
    private const int LargestBlock = 256 * 1024;

    private readonly List<ArraySegment<byte>> _full = [];
    private byte[] _block = ArrayPool<byte>.Shared.Rent(FirstBlock);
    private int _used;
    private long _fullLength;

    internal long Length => _fullLength + _used;

    internal void Write(ReadOnlySpan<byte> utf8)
    {
        while (utf8.Length > _block.Length - _used)
        {
            var part = _block.Length - _used;
            utf8[..part].CopyTo(_block.AsSpan(_used));
            _used = _block.Length;
            utf8 = utf8[part..];
            Grow();
        }

        utf8.CopyTo(_block.AsSpan(_used));
        _used += utf8.Length;
    }

    internal void Write(ReadOnlySpan<char> text)
    {
        int written;
        while (Utf8.FromUtf16(text, _block.AsSpan(_used), out var read, out written) == OperationStatus.DestinationTooSmall)
        {
            _used += written;
            text = text[read..];
            Grow();
        }

        _used += written;
    }

    internal void Write(long number)
    {
        int written;
        while (!Utf8Formatter.TryFormat(number, _block.AsSpan(_used), out written))
        {
            Grow();
        }

        _used += written;
    }

    /// <summary>Gives the text away; the caller returns the blocks.</summary>
    internal RenderedText Detach()
    {
        _full.Add(new ArraySegment<byte>(_block, 0, _used));
        _block = [];
        return new RenderedText([.. _full]);
    }

    /// <summary>What was written as a string, for captures; the blocks go back at once.</summary>
    internal string DetachString()
    {
        using var text = Detach();
        return text.ToString();
    }

    private void Grow()
    {
        _full.Add(new ArraySegment<byte>(_block, 0, _used));
        _fullLength += _used;
        _block = ArrayPool<byte>.Shared.Rent(Math.Min(_block.Length * 4, LargestBlock));
        _used = 0;
    }
}
