using System.Buffers;
using System.Net.Sockets;

namespace ConsulRender.Consul.Transport;

/// <summary>The bytes of one answer in a rented buffer; owned by the query that read it, which gives the buffer back.</summary>
internal readonly struct AnswerBody(byte[] buffer, int length) : IDisposable
{
    private const int FirstBuffer = 4096;

    /// <summary>The bytes.</summary>
    internal ReadOnlySpan<byte> Bytes => buffer.AsSpan(0, length);

    /// <summary>Reads a body to its end; a longer one than the limit throws <see cref="InvalidDataException"/>.</summary>
    internal static async ValueTask<AnswerBody> ReadAsync(HttpContent content, int limit, CancellationToken cancellationToken)
    {
        var announced = content.Headers.ContentLength ?? 0;
        ThrowIfLonger(announced, limit);
        var stream = await content.ReadAsStreamAsync(cancellationToken);

        // One byte more than announced, so that the read which finds the end needs no larger buffer.
        var buffer = ArrayPool<byte>.Shared.Rent(announced > 0 ? (int)announced + 1 : FirstBuffer);
        var length = 0;
        try
        {
            while (await stream.ReadAsync(buffer.AsMemory(length), cancellationToken) is > 0 and var count)
            {
                length += count;
                ThrowIfLonger(length, limit);
                buffer = length == buffer.Length ? Grow(buffer) : buffer;
            }
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }

        return new(buffer, length);
    }

    /// <summary>Reads the beginning of a body, for a message. One that is cut off says what it can: an agent that has too many connections seldom gets to the end of saying so.</summary>
    internal static async ValueTask<AnswerBody> ReadStartAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var stream = await content.ReadAsStreamAsync(cancellationToken);
        var buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
        var length = 0;
        try
        {
            while (length < buffer.Length && await stream.ReadAsync(buffer.AsMemory(length), cancellationToken) is > 0 and var count)
            {
                length += count;
            }
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or SocketException)
        {
            // The status is known all the same.
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }

        return new(buffer, length);
    }

    /// <inheritdoc/>
    public void Dispose() => ArrayPool<byte>.Shared.Return(buffer);

    private static byte[] Grow(byte[] full)
    {
        var larger = ArrayPool<byte>.Shared.Rent(full.Length * 2);
        full.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(full);
        return larger;
    }

    private static void ThrowIfLonger(long length, int limit)
    {
        if (length > limit)
        {
            throw new InvalidDataException($"the answer is longer than {limit >> 20} MiB");
        }
    }
}
