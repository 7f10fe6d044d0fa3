using System.Net.Sockets;
using System.Text;

namespace ConsulRender.Bench;

/// <summary>Sends changes to Consul on one kept-alive connection, so that the clock starts when the change is sent and nothing else.</summary>
internal sealed class KeyWriter : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _answer = new byte[8192];

    /// <summary>Connects to an agent.</summary>
    public KeyWriter(int port) => _socket.Connect("127.0.0.1", port);

    /// <summary>Sends a change without waiting for the answer.</summary>
    public void Send(string path, string body) => _socket.Send(Encoding.UTF8.GetBytes(
        $"PUT /v1/{path} HTTP/1.1\r\nHost: bench\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}"));

    /// <summary>Takes the answer to the change that was sent.</summary>
    public void ReceiveAnswer()
    {
        var length = 0;
        while (true)
        {
            var read = _socket.Receive(_answer.AsSpan(length));
            if (read == 0)
            {
                throw new IOException("Consul closed the connection");
            }

            length += read;
            var text = Encoding.ASCII.GetString(_answer, 0, length);
            var body = text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
            if (body >= 4 && length - body >= ContentLength(text[..body]))
            {
                return;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private static int ContentLength(string head)
    {
        if (!head.StartsWith("HTTP/1.1 200", StringComparison.Ordinal))
        {
            throw new IOException($"Consul refused a change: {head}");
        }

        const string name = "content-length:";
        var start = head.IndexOf(name, StringComparison.OrdinalIgnoreCase) + name.Length;
        return int.Parse(head.AsSpan(start, head.IndexOf("\r\n", start, StringComparison.Ordinal) - start), null);
    }
}
