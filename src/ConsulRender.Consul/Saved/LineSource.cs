using System.Buffers;
using System.Text.Json;

namespace ConsulRender.Consul.Saved;

/// <summary>The lines of a stream, in a rented buffer as long as the longest; owned by the reader.</summary>
internal sealed class LineSource(Stream stream) : IDisposable
{
    // More than any sane catalog; what goes beyond was not written by us.
    private const int Longest = 512 << 20;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(64 * 1024);
    private Range _current;
    private int _begin;
    private int _end;

    /// <summary>The line that was last stepped onto, without its end; good until the next step.</summary>
    internal ReadOnlySpan<byte> Current => _bytes.AsSpan(_current);

    /// <summary>Steps onto the next line.</summary>
    /// <exception cref="JsonException">There is none.</exception>
    internal ReadOnlySpan<byte> Next()
    {
        var searched = 0;
        while (true)
        {
            var length = _bytes.AsSpan((_begin + searched).._end).IndexOf((byte)'\n');
            if (length >= 0)
            {
                _current = _begin..(_begin + searched + length);
                _begin += searched + length + 1;
                return Current;
            }

            searched = _end - _begin;
            Fill();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes, clearArray: true);
        _bytes = [];
    }

    private void Fill()
    {
        var rest = _bytes.AsSpan(_begin.._end);
        if (rest.Length == _bytes.Length)
        {
            var larger = rest.Length < Longest ? ArrayPool<byte>.Shared.Rent(rest.Length * 2) : throw new JsonException("a line is too long");
            rest.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_bytes, clearArray: true);
            _bytes = larger;
        }
        else
        {
            rest.CopyTo(_bytes);
        }

        (_begin, _end) = (0, rest.Length);
        var count = stream.Read(_bytes, _end, _bytes.Length - _end);
        _end += count > 0 ? count : throw new JsonException("it ends too early");
    }
}
