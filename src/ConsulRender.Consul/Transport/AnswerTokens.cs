using System.Buffers;
using System.Text.Json;
using ConsulRender.Consul.Watching;

namespace ConsulRender.Consul.Transport;

/// <summary>Reads a long answer token by token, holding no more than a part of it. Stateless.</summary>
internal static class AnswerTokens
{
    private const int FirstBuffer = 128 << 10;

    /// <summary>Gives all tokens of an answer to its question. One of them that is longer than the limit throws <see cref="InvalidDataException"/>.</summary>
    internal static async ValueTask<object?> ReadAsync(StreamedQuery query, HttpContent content, int limit, CancellationToken cancellationToken)
    {
        var stream = await content.ReadAsStreamAsync(cancellationToken);
        var buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
        try
        {
            query.Begin();
            var (state, length, isEnd) = (default(JsonReaderState), 0, false);
            while (!isEnd)
            {
                buffer = length < buffer.Length ? buffer : Grow(buffer, limit);
                var room = buffer.AsMemory(length);
                var count = await stream.ReadAtLeastAsync(room, room.Length, throwOnEndOfStream: false, cancellationToken);
                isEnd = count < room.Length;
                length += count;
                var used = Take(query, buffer.AsSpan(0, length), isEnd, ref state);
                length -= used;
                buffer.AsSpan(used, length).CopyTo(buffer);
            }

            return query.End();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // Only whole tokens are taken; what is left is looked at again with what follows it.
    private static int Take(StreamedQuery query, ReadOnlySpan<byte> bytes, bool isEnd, ref JsonReaderState state)
    {
        var reader = new Utf8JsonReader(bytes, isEnd, state);
        while (reader.Read())
        {
            query.Take(ref reader);
        }

        state = reader.CurrentState;
        return (int)reader.BytesConsumed;
    }

    private static byte[] Grow(byte[] full, int limit)
    {
        if (full.Length >= limit)
        {
            throw new InvalidDataException($"a text in the answer is longer than {limit >> 20} MiB");
        }

        var larger = ArrayPool<byte>.Shared.Rent(full.Length * 2);
        full.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(full);
        return larger;
    }
}
