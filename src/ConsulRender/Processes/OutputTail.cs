using System.Text;

namespace ConsulRender.Processes;

/// <summary>The last kilobytes of one stream of a command; owned by one run of an <see cref="ExternalCommand"/>.</summary>
internal sealed class OutputTail
{
    private const int Limit = 4096;
    private const int LongestCharacter = 4;

    private readonly Queue<byte[]> _chunks = new();
    private int _length;

    /// <summary>Reads to the end of the stream, or until the command is known to be over.</summary>
    public async Task ReadAsync(Stream stream, CancellationToken commandExited, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(commandExited, cancellationToken);
        var buffer = new byte[1024];
        try
        {
            int count;
            while ((count = await stream.ReadAsync(buffer, stop.Token)) > 0)
            {
                Add(buffer.AsSpan(0, count));
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The command ended and something it left behind holds the pipe.
        }
    }

    /// <summary>The text, white space at its end removed; starts with "..." when something was dropped.</summary>
    public override string ToString()
    {
        ReadOnlySpan<byte> bytes = [.. _chunks.SelectMany(chunk => chunk)];
        return bytes.Length > Limit
            ? $"...{Encoding.UTF8.GetString(FromWholeCharacter(bytes[^Limit..])).TrimEnd()}"
            : Encoding.UTF8.GetString(bytes).TrimEnd();
    }

    private static ReadOnlySpan<byte> FromWholeCharacter(ReadOnlySpan<byte> utf8)
    {
        var start = 0;
        while (start < LongestCharacter && (utf8[start] & 0xC0) == 0x80)
        {
            start++;
        }

        return utf8[start..];
    }

    private void Add(ReadOnlySpan<byte> bytes)
    {
        _chunks.Enqueue(bytes.ToArray());
        _length += bytes.Length;
        while (_length - _chunks.Peek().Length > Limit)
        {
            _length -= _chunks.Dequeue().Length;
        }
    }
}
