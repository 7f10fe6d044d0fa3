using System.Net;
using System.Net.Sockets;
using ConsulRender.Consul;
using ConsulRender.Consul.Dependencies;
using ConsulRender.Consul.Transport;
using ConsulRender.Tests.Engine;
using Xunit;

namespace ConsulRender.Tests.Consul.Transport;

/// <summary>How long connecting may take, and what the connections are like, with real sockets.</summary>
public sealed class AgentConnectionTests : IDisposable
{
    private static readonly TransportOptions Impatient = new() { ConnectTimeout = TimeSpan.FromMilliseconds(300), HandshakeTimeout = TimeSpan.FromMilliseconds(100) };

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    /// <summary>A hanging agent has so many waiting already that Linux does not even refuse another.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Connecting_to_an_agent_that_accepts_nobody_ends_in_time(bool shortRun)
    {
        using var full = new FullListener(new IPEndPoint(IPAddress.Loopback, 0));
        using var client = new ConsulClient(new() { Address = full.Address("http"), IsShortRun = shortRun, Transport = Impatient }, TimeProvider.System);

        Assert.Equal((ConsulFailure.Unreachable, "connection timed out"), await FailAsync(client));
    }

    [Fact]
    public async Task A_connection_that_is_not_needed_any_more_is_given_up_before_its_time()
    {
        using var full = new FullListener(new IPEndPoint(IPAddress.Loopback, 0));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var connecting = new AgentConnection(new()).ConnectAsync(new DnsEndPoint("127.0.0.1", full.Port), stop.Token).AsTask();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Eventually.EndsAsync("the end of connecting", connecting));
    }

    [Fact]
    public async Task A_unix_socket_that_accepts_nobody_is_told()
    {
        var socket = _directory.Path("full.sock");
        using var full = new FullListener(new UnixDomainSocketEndPoint(socket));
        using var client = new ConsulClient(new() { Address = new Uri("http://localhost"), Socket = socket }, TimeProvider.System);

        Assert.Equal((ConsulFailure.Unreachable, $"too many wait already for an answer at the socket {socket}; does the agent hang?"), await FailAsync(client));
    }

    /// <summary>The time to connect, that to agree on TLS, and which of them is the message's: the larger one is for both.</summary>
    [Theory]
    [InlineData(100, 250, "0.25")]
    [InlineData(350, 100, "0.35")]
    public async Task A_handshake_that_is_not_answered_ends_in_time(int connect, int handshake, string seconds)
    {
        using var silent = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        silent.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        silent.Listen();
        using var client = new ConsulClient(
            new()
            {
                Address = new Uri($"https://{silent.LocalEndPoint}"),
                Transport = new() { ConnectTimeout = TimeSpan.FromMilliseconds(connect), HandshakeTimeout = TimeSpan.FromMilliseconds(handshake) },
            },
            TimeProvider.System);

        Assert.Equal((ConsulFailure.Unreachable, $"no TLS handshake within {seconds} s; is this the agent's https port?"), await FailAsync(client));
    }

    /// <summary>The time, and the seconds that the system is told; null when it is told nothing.</summary>
    [Theory]
    [InlineData(null, null)]
    [InlineData("00:00:00.2", 1)]
    [InlineData("00:00:07", 7)]
    [InlineData("1000:00:00", 32767)]
    public async Task The_system_looks_after_silent_connections_when_it_is_told_to(string? keepAlive, int? seconds)
    {
        await using var agent = new LoopbackAgent(_ => "");
        var time = keepAlive is null ? default(TimeSpan?) : keepAlive.StartsWith("1000", StringComparison.Ordinal) ? TimeSpan.FromHours(1000) : TimeSpan.Parse(keepAlive, null);
        var connection = new AgentConnection(new() { Transport = new() { KeepAlive = time } });
        await using var stream = (NetworkStream)await connection.ConnectAsync(new DnsEndPoint("localhost", agent.Address.Port), Cancellation);

        Assert.Equal(seconds is not null, (int)stream.Socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive)! != 0);
        if (seconds is not null)
        {
            Assert.Equal(seconds, stream.Socket.GetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime));
            Assert.Equal(seconds, stream.Socket.GetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task This_host_by_its_name_may_be_an_agent_of_IPv6_alone(bool shortRun)
    {
        using var listener = new TcpListener(IPAddress.IPv6Loopback, 0);
        listener.Start();
        var connection = new AgentConnection(new() { IsShortRun = shortRun });
        await using var stream = await connection.ConnectAsync(new DnsEndPoint("localhost", ((IPEndPoint)listener.LocalEndpoint).Port), Cancellation);

        using var accepted = await listener.AcceptTcpClientAsync(Cancellation);
        Assert.True(accepted.Connected);
    }

    [Fact]
    public async Task A_connection_that_nobody_uses_is_closed_after_its_time()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var idle = new TransportOptions { IdleTimeout = TimeSpan.FromSeconds(1) };
        using var client = new ConsulClient(new() { Address = new Uri($"http://{listener.LocalEndpoint}"), Transport = idle }, TimeProvider.System);
        var asking = client.QueryAsync(new KeyValue("a"), 0, Cancellation);
        using var accepted = await listener.AcceptTcpClientAsync(Cancellation);
        var stream = accepted.GetStream();
        Assert.NotEqual(0, await stream.ReadAsync(new byte[4096], Cancellation));
        await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(LoopbackAgent.Response("""[{"Key":"a","Value":"aGVsbG8="}]""")), Cancellation);
        Assert.Equal("hello", (await asking).Value);

        var closing = stream.ReadAsync(new byte[1], Cancellation).AsTask();
        await Eventually.EndsAsync("the client to close the connection", closing);
        Assert.Equal(0, await closing);
    }

    [Theory]
    [InlineData(2, false, true)]
    [InlineData(2, true, false)]
    [InlineData(0, false, false)]
    public void Attempts_of_a_daemon_are_told_to_have_no_effect(int attempts, bool shortRun, bool told)
    {
        var warnings = new List<string>();
        using var client = new ConsulClient(new() { Agent = "east", IsShortRun = shortRun, Retry = new() { Attempts = attempts }, Warn = warnings.Add }, TimeProvider.System);

        Assert.Equal(told ? ["agents.east.retry.attempts and agents.east.retry.enabled have an effect only with -once; a daemon asks for ever"] : [], warnings);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static async Task<(ConsulFailure Failure, string Message)> FailAsync(ConsulClient client)
    {
        var asking = client.QueryAsync(new KeyValue("a"), 0, Cancellation);
        await Eventually.HoldsAsync("the failure", () => asking.IsCompleted);
        var exception = await Assert.ThrowsAsync<ConsulException>(() => asking);
        return (exception.Failure, exception.Message);
    }

    /// <summary>A listener that never accepts, and whose queue is full.</summary>
    private sealed class FullListener : IDisposable
    {
        private readonly Socket _listener;
        private readonly List<Socket> _waiting = [];

        internal FullListener(EndPoint place)
        {
            _listener = new Socket(place.AddressFamily, SocketType.Stream, ProtocolType.Unspecified);
            _listener.Bind(place);
            _listener.Listen(1);

            // One more than it was asked for are let in.
            for (var waiting = 0; waiting < 2; waiting++)
            {
                var socket = new Socket(place.AddressFamily, SocketType.Stream, ProtocolType.Unspecified);
                _waiting.Add(socket);
                socket.Connect(_listener.LocalEndPoint!);
            }
        }

        internal int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

        internal Uri Address(string scheme) => new($"{scheme}://{_listener.LocalEndPoint}");

        public void Dispose()
        {
            _waiting.ForEach(socket => socket.Dispose());
            _listener.Dispose();
        }
    }
}
