using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;

namespace ConsulRender.AcceptanceTests.Harness;

/// <summary>Keeps every datagram that is sent to a local socket; owned by one test.</summary>
public sealed class DatagramSocket : IAsyncDisposable
{
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly ConcurrentQueue<string> _received = new();
    private readonly string _address;
    private readonly Task _receiving;

    /// <summary>Listens at a path, or at a name without a file that begins with @.</summary>
    public DatagramSocket(string address)
    {
        _address = address;
        _socket.Bind(new UnixDomainSocketEndPoint(address.Replace('@', '\0')));
        _receiving = Task.Run(ReceiveAsync);
    }

    /// <summary>What came so far.</summary>
    public IReadOnlyList<string> Received => [.. _received];

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        await _receiving;
        if (_address[0] == '/')
        {
            File.Delete(_address);
        }
    }

    private async Task ReceiveAsync()
    {
        var bytes = new byte[65536];
        try
        {
            while (true)
            {
                var length = await _socket.ReceiveAsync(bytes);
                _received.Enqueue(Encoding.UTF8.GetString(bytes, 0, length));
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}
