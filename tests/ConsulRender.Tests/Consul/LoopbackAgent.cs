using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using ConsulRender.Consul;

namespace ConsulRender.Tests.Consul;

/// <summary>One request as it came over a connection, which whoever answers may do with as it likes; owned by the agent.</summary>
internal sealed record LoopbackRequest(int Number, string Head, Socket Connection, Stream Stream, CancellationToken Stopping);

/// <summary>A real socket that answers each request with the bytes a test wrote, so that the platform's HTTP is tested too; owned by one test.</summary>
internal sealed class LoopbackAgent : IAsyncDisposable
{
    private readonly ConcurrentDictionary<Socket, Task> _serving = [];
    private readonly SslServerAuthenticationOptions? _tls;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<string> _heads = [];
    private readonly Func<LoopbackRequest, Task<bool>> _answer;
    private Socket _listener;
    private Task _accepting;
    private int _connections;

    /// <summary>An agent that answers the nth request, counted from 0, with these bytes; an empty text closes the connection, and so does one that does not end a response.</summary>
    /// <param name="answer">Makes the answers.</param>
    /// <param name="tls">How it speaks TLS; null speaks none.</param>
    /// <param name="socket">The path of the unix socket to listen on instead of a port.</param>
    internal LoopbackAgent(Func<int, string> answer, SslServerAuthenticationOptions? tls = null, string? socket = null)
        : this(request => WriteAsync(request, answer(request.Number)), tls, socket)
    {
    }

    /// <summary>An agent whose answers are a matter of somebody else, who says whether the connection is kept.</summary>
    internal LoopbackAgent(Func<LoopbackRequest, Task<bool>> answer, SslServerAuthenticationOptions? tls = null, string? socket = null)
    {
        _answer = answer;
        _tls = tls;
        _listener = Bound(socket is null ? new IPEndPoint(IPAddress.Loopback, 0) : new UnixDomainSocketEndPoint(socket));
        _listener.Listen();
        _accepting = AcceptAsync(_listener);
    }

    /// <summary>Sees each new connection first; false when it has ended it. Default: nobody.</summary>
    internal Func<Socket, bool>? Greet { get; set; }

    /// <summary>The request heads, in order.</summary>
    internal IReadOnlyList<string> Heads => [.. _heads];

    internal int Connections => Volatile.Read(ref _connections);

    /// <summary>Where it listens, when that is a port.</summary>
    internal Uri Address => new($"{(_tls is null ? "http" : "https")}://{_listener.LocalEndPoint}");

    internal ConsulClient Client(string? token = null, int? maxConnections = null) => new(
        new()
        {
            Address = Address,
            Token = token is null ? null : new Secret(token),
            MaxStale = TimeSpan.Zero,
            MaxConnections = maxConnections ?? 180,
        },
        TimeProvider.System);

    /// <summary>A whole response with a body.</summary>
    internal static string Response(string body, string headers = "X-Consul-Index: 7\r\n") =>
        $"HTTP/1.1 200 OK\r\n{headers}Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}";

    /// <summary>Refuses connections from now on and cuts those there are, as an agent that was killed does. The port stays ours.</summary>
    internal async Task CloseAsync()
    {
        var place = _listener.LocalEndPoint!;
        _listener.Dispose();
        await Eventually.EndsAsync("the listener to end", _accepting);
        _listener = Bound(place);
        foreach (var connection in _serving.Keys)
        {
            Reset(connection);
        }
    }

    /// <summary>Takes connections again.</summary>
    internal void Open()
    {
        _listener.Listen();
        _accepting = AcceptAsync(_listener);
    }

    /// <summary>Ends a connection in the way that loses what is under way.</summary>
    internal static void Reset(Socket connection)
    {
        try
        {
            connection.LingerState = new LingerOption(true, 0);
            connection.Close();
        }
        catch (ObjectDisposedException)
        {
            // It was ended already.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await Eventually.EndsAsync("the agent to end", Task.WhenAll([_accepting, .. _serving.Values]));
        _stop.Dispose();
    }

    private static Socket Bound(EndPoint place)
    {
        var socket = new Socket(place.AddressFamily, SocketType.Stream, ProtocolType.Unspecified);
        if (place is IPEndPoint)
        {
            // So that the port can be taken again while old connections have not ended.
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        }

        socket.Bind(place);
        return socket;
    }

    private async Task AcceptAsync(Socket listener)
    {
        try
        {
            while (true)
            {
                var connection = await listener.AcceptAsync(_stop.Token);
                Interlocked.Increment(ref _connections);
                _serving[connection] = Greet?.Invoke(connection) == false ? Task.CompletedTask : ServeAsync(connection);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException or SocketException or InvalidOperationException)
        {
            // Cancelled or closed while it waited, or "not listening" when the listener went between two waits.
        }
    }

    private async Task ServeAsync(Socket connection)
    {
        try
        {
            await using var plain = new NetworkStream(connection, ownsSocket: true);
            await using var stream = await SecuredAsync(plain);
            while (await ReadHeadAsync(stream) is { } head && await _answer(new(_heads.Count - 1, head, connection, stream, _stop.Token)))
            {
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or AuthenticationException or ObjectDisposedException or SocketException)
        {
            // The client went away, or the test is over.
        }
    }

    private static async Task<bool> WriteAsync(LoopbackRequest request, string answer)
    {
        await request.Stream.WriteAsync(Encoding.UTF8.GetBytes(answer), request.Stopping);
        return answer.StartsWith("HTTP/1.1", StringComparison.Ordinal) && !answer.EndsWith("[cut", StringComparison.Ordinal);
    }

    private async Task<Stream> SecuredAsync(NetworkStream plain)
    {
        if (_tls is null)
        {
            return plain;
        }

        var secured = new SslStream(plain);
        await secured.AuthenticateAsServerAsync(_tls, _stop.Token);
        return secured;
    }

    private async Task<string?> ReadHeadAsync(Stream stream)
    {
        var head = new StringBuilder();
        var buffer = new byte[1024];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            var count = await stream.ReadAsync(buffer, _stop.Token);
            if (count == 0)
            {
                return null;
            }

            head.Append(Encoding.ASCII.GetString(buffer, 0, count));
        }

        _heads.Enqueue(head.ToString());
        return head.ToString();
    }
}
