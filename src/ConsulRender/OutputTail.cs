using System.Text;

namespace ConsulRender;

/// <summary>The last kilobytes of one stream of a command; owned by one run of an <see cref="ExternalCommand"/>.</summary>
internal sealed class OutputTail
{
    private const int Limit = 4096;

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
        byte[][] chunks = [.. _chunks];
        var text = Encoding.UTF8.GetString([.. chunks.SelectMany(chunk => chunk)]).TrimEnd();
        return text.Length > Limit ? $"...{text[^Limit..]}" : text;
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
