using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using ConsulRender.Consul;

namespace ConsulRender.Tests.Consul;

/// <summary>A real socket that answers each request with the bytes a test wrote, so that the platform's HTTP is tested too; owned by one test.</summary>
internal sealed class LoopbackAgent : IAsyncDisposable
{
    private readonly Socket _listener;
    private readonly SslServerAuthenticationOptions? _tls;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<string> _heads = [];
    private readonly Func<int, string> _answer;
    private readonly Task _accepting;
    private int _connections;

    /// <summary>An agent that answers the nth request, counted from 0, with these bytes; an empty text closes the connection, and so does one that does not end a response.</summary>
    /// <param name="answer">Makes the answers.</param>
    /// <param name="tls">How it speaks TLS; null speaks none.</param>
    /// <param name="socket">The path of the unix socket to listen on instead of a port.</param>
    internal LoopbackAgent(Func<int, string> answer, SslServerAuthenticationOptions? tls = null, string? socket = null)
    {
        _answer = answer;
        _tls = tls;
        EndPoint place = socket is null ? new IPEndPoint(IPAddress.Loopback, 0) : new UnixDomainSocketEndPoint(socket);
        _listener = new Socket(place.AddressFamily, SocketType.Stream, ProtocolType.Unspecified);
        _listener.Bind(place);
        _listener.Listen();
        _accepting = AcceptAsync();
    }

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

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await Eventually.EndsAsync("the agent to end", _accepting);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
            {
                var connection = await _listener.AcceptAsync(_stop.Token);
                Interlocked.Increment(ref _connections);
                serving.Add(ServeAsync(connection));
            }
        }
        catch (Exception) when (_stop.IsCancellationRequested)
        {
            // Cancelled while it waited, or "not listening" when the listener went between two waits.
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(Socket connection)
    {
        await using var plain = new NetworkStream(connection, ownsSocket: true);
        try
        {
            await using var stream = await SecuredAsync(plain);
            while (await ReadHeadAsync(stream))
            {
                var answer = _answer(_heads.Count - 1);
                await stream.WriteAsync(Encoding.UTF8.GetBytes(answer), _stop.Token);
                if (!answer.StartsWith("HTTP/1.1", StringComparison.Ordinal) || answer.EndsWith("[cut", StringComparison.Ordinal))
                {
                    return;
                }
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or AuthenticationException)
        {
            // The client went away, or the test is over.
        }
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

    private async Task<bool> ReadHeadAsync(Stream stream)
    {
        var head = new StringBuilder();
        var buffer = new byte[1024];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            var count = await stream.ReadAsync(buffer, _stop.Token);
            if (count == 0)
            {
                return false;
            }

            head.Append(Encoding.ASCII.GetString(buffer, 0, count));
        }

        _heads.Enqueue(head.ToString());
        return true;
    }
}
