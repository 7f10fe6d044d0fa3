using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using ConsulRender.Consul;

namespace ConsulRender.Tests.Consul;

/// <summary>A real socket that answers each request with the bytes a test wrote, so that the platform's HTTP is tested too; owned by one test.</summary>
internal sealed class LoopbackAgent : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<string> _heads = [];
    private readonly Func<int, string> _answer;
    private readonly Task _accepting;
    private int _connections;

    /// <summary>An agent that answers the nth request, counted from 0, with these bytes; an empty text closes the connection, and so does one that does not end a response.</summary>
    internal LoopbackAgent(Func<int, string> answer)
    {
        _answer = answer;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>The request heads, in order.</summary>
    internal IReadOnlyList<string> Heads => [.. _heads];

    internal int Connections => Volatile.Read(ref _connections);

    internal ConsulClient Client(string? token = null, int? maxConnections = null) => new(
        new()
        {
            Address = new Uri($"http://{_listener.LocalEndpoint}"),
            Token = token is null ? null : new Secret(token),
            MaxStale = TimeSpan.Zero,
            MaxConnections = maxConnections,
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
                var connection = await _listener.AcceptTcpClientAsync(_stop.Token);
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

    private async Task ServeAsync(TcpClient connection)
    {
        using (connection)
        {
            try
            {
                var stream = connection.GetStream();
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
            catch (Exception exception) when (exception is IOException or OperationCanceledException)
            {
                // The client went away, or the test is over.
            }
        }
    }

    private async Task<bool> ReadHeadAsync(NetworkStream stream)
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
