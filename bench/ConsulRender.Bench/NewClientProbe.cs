using System.Net.Sockets;
using System.Text;

namespace ConsulRender.Bench;

/// <summary>Other clients of the agent: a new connection and a question every 50 ms, counted where they are refused; owned by the run.</summary>
internal sealed class NewClientProbe : IDisposable
{
    private const int Milliseconds = 50;
    private const int MillisecondsWhenSparing = 500;

    private readonly CancellationTokenSource _stop = new();
    private readonly byte[] _answer = new byte[1024];
    private readonly Task _running;
    private int _asked;
    private int _refused;
    private volatile bool _isSparing;

    /// <summary>Begins to ask the HTTP API; Consul counts connections of both APIs together.</summary>
    public NewClientProbe(int port) => _running = Task.Run(() => RunAsync(port));

    /// <summary>How often it asked.</summary>
    public int Asked => Volatile.Read(ref _asked);

    /// <summary>How often it had no answer.</summary>
    public int Refused => Volatile.Read(ref _refused);

    /// <summary>Asks ten times less often during this: at its full pace it costs the agent 1 % of a core, more than most daemons at rest.</summary>
    public void Spare(Action work)
    {
        _isSparing = true;
        work();
        _isSparing = false;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        _running.Wait();
        _stop.Dispose();
    }

    private async Task RunAsync(int port)
    {
        while (!_stop.IsCancellationRequested)
        {
            Interlocked.Increment(ref _asked);
            if (!await IsAnsweredAsync(port))
            {
                Interlocked.Increment(ref _refused);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(_isSparing ? MillisecondsWhenSparing : Milliseconds), TimeProvider.System);
        }
    }

    private async Task<bool> IsAnsweredAsync(int port)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        // A reset leaves no TIME_WAIT behind, which would make the list of connections long that the other count reads.
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { LingerState = new(true, 0) };
        try
        {
            await socket.ConnectAsync("127.0.0.1", port, patience.Token);
            await socket.SendAsync("GET /v1/status/leader HTTP/1.1\r\nHost: probe\r\n\r\n"u8.ToArray(), patience.Token);
            var length = await socket.ReceiveAsync(_answer, patience.Token);
            return Encoding.ASCII.GetString(_answer, 0, length).StartsWith("HTTP/1.1 200", StringComparison.Ordinal);
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException)
        {
            return false;
        }
    }
}
