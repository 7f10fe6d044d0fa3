using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ConsulRender.AcceptanceTests.Harness;

/// <summary>Clients that open a connection per request, one after another, and count what was lost. Loopback only, and it stops with its owner.</summary>
public sealed class RequestLoad : IAsyncDisposable
{
    private static readonly byte[] Request = "GET / HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n"u8.ToArray();

    private readonly int _port;
    private readonly CancellationTokenSource _stop = new(TimeSpan.FromMinutes(2));
    private readonly ConcurrentQueue<string> _lost = new();
    private readonly Task[] _clients;
    private int _answered;
    private string _latest = "";

    /// <summary>Starts the clients.</summary>
    public RequestLoad(int port, int clients)
    {
        _port = port;
        _clients = [.. Enumerable.Range(0, clients).Select(_ => Task.Run(RunAsync))];
    }

    /// <summary>Requests that got their whole answer.</summary>
    public int Answered => Volatile.Read(ref _answered);

    /// <summary>Why each lost request was lost.</summary>
    public IReadOnlyCollection<string> Lost => _lost;

    /// <summary>The latest answer, with its headers.</summary>
    public string Latest => Volatile.Read(ref _latest);

    /// <summary>Ends the clients after their current requests.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_clients);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var answer = await AskAsync();
                if (!answer.StartsWith("HTTP/1.1 200", StringComparison.Ordinal) || !answer.EndsWith("\r\n\r\nhello", StringComparison.Ordinal))
                {
                    _lost.Enqueue($"an incomplete answer: \"{answer}\"");
                    continue;
                }

                Volatile.Write(ref _latest, answer);
                Interlocked.Increment(ref _answered);
            }
            catch (Exception exception) when (exception is SocketException or OperationCanceledException)
            {
                _lost.Enqueue(exception.Message);
            }
        }
    }

    // A request that was begun is always finished, so that stopping loses none.
    private async Task<string> AskAsync()
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, _port), timeout.Token);
        await socket.SendAsync(Request, timeout.Token);
        var buffer = new byte[4096];
        var length = 0;
        for (int read; length < buffer.Length && (read = await socket.ReceiveAsync(buffer.AsMemory(length), timeout.Token)) > 0;)
        {
            length += read;
        }

        return Encoding.ASCII.GetString(buffer, 0, length);
    }
}
