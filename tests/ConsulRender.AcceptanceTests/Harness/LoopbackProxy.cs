using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace ConsulRender.AcceptanceTests.Harness;

/// <summary>A way to an agent that can be cut, which the real one on loopback cannot be without the system's help; owned by the test that started it.</summary>
public sealed class LoopbackProxy : IAsyncDisposable
{
    private static readonly byte[] Error = "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 14\r\n\r\nno such chance"u8.ToArray();

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly IPEndPoint _agent;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<Link, Task> _links = new();
    private readonly Task _accepting;
    private volatile State _state;

    /// <summary>Starts listening.</summary>
    /// <param name="agent">HOST:PORT of the agent.</param>
    public LoopbackProxy(string agent)
    {
        _agent = IPEndPoint.Parse(agent);
        _listener.Start(backlog: 512);
        _accepting = AcceptAsync();
    }

    private enum State
    {
        Open,
        Cut,
        Failing,
    }

    /// <summary>HOST:PORT of this end.</summary>
    public string Address => $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>How many connections there are now.</summary>
    public int Connections => _links.Count;

    /// <summary>Lets bytes through; what was cut stays so, since bytes of it are missing for ever.</summary>
    public void Open() => _state = State.Open;

    /// <summary>Loses every byte of either side without a word, and lets whoever comes wait.</summary>
    public void Cut() => _state = State.Cut;

    /// <summary>Ends every connection and answers each request with "500".</summary>
    public void Fail()
    {
        _state = State.Failing;
        Reset();
    }

    /// <summary>Ends every connection at both ends with a reset.</summary>
    public void Reset()
    {
        foreach (var link in _links.Keys)
        {
            link.Reset();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        _listener.Dispose();
        Reset();
        await Task.WhenAll(_links.Values);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var link = new Link(await _listener.AcceptSocketAsync(_stop.Token));
                _links[link] = Task.CompletedTask;
                var serving = ServeAsync(link);
                _links.TryUpdate(link, serving, Task.CompletedTask);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(Link link)
    {
        try
        {
            await (_state switch
            {
                State.Failing => AnswerAsync(link),
                State.Cut => ToAgentAsync(link),
                _ => JoinAsync(link),
            });
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // One of both is gone, so the other goes, too.
            link.Reset();
        }
        finally
        {
            link.Dispose();
            _links.TryRemove(link, out _);
        }
    }

    private async Task JoinAsync(Link link)
    {
        await link.Agent.ConnectAsync(_agent);
        var toAgent = ToAgentAsync(link);
        var toClient = ToClientAsync(link);
        var first = await Task.WhenAny(toAgent, toClient);

        // The end of a cut connection does not come through either.
        if (first == toClient && IsLost(link))
        {
            await toAgent;
        }

        link.Dispose();
        await first;
    }

    private async Task ToAgentAsync(Link link)
    {
        var buffer = new byte[64 * 1024];
        for (int read; (read = await link.Client.ReceiveAsync(buffer)) > 0;)
        {
            if (!IsLost(link))
            {
                await SendAllAsync(link.Agent, buffer.AsMemory(0, read));
            }
        }
    }

    private async Task ToClientAsync(Link link)
    {
        var buffer = new byte[64 * 1024];
        for (int read; (read = await link.Agent.ReceiveAsync(buffer)) > 0;)
        {
            if (!IsLost(link))
            {
                await SendAllAsync(link.Client, buffer.AsMemory(0, read));
            }
        }
    }

    // Asked for each piece: who loses one has lost all that follow.
    private bool IsLost(Link link) => link.IsLost = link.IsLost || _state == State.Cut;

    private static async Task AnswerAsync(Link link)
    {
        var buffer = new byte[64 * 1024];
        while (await link.Client.ReceiveAsync(buffer) > 0)
        {
            await link.Client.SendAsync(Error);
        }
    }

    private static async Task SendAllAsync(Socket socket, ReadOnlyMemory<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            bytes = bytes[await socket.SendAsync(bytes)..];
        }
    }

    /// <summary>One connection of a client with its connection to the agent.</summary>
    private sealed class Link(Socket client) : IDisposable
    {
        public Socket Client { get; } = client;

        public Socket Agent { get; } = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

        public bool IsLost { get; set; }

        public void Reset()
        {
            foreach (var socket in (Socket[])[Client, Agent])
            {
                try
                {
                    socket.LingerState = new LingerOption(enable: true, seconds: 0);
                }
                catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
                {
                    // It ended by itself in the same moment.
                }
            }

            Dispose();
        }

        public void Dispose()
        {
            Client.Dispose();
            Agent.Dispose();
        }
    }
}
