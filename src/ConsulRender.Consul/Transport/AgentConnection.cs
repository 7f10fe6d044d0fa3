using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

namespace ConsulRender.Consul.Transport;

/// <summary>Opens connections to one agent; owned by whoever sends requests over them. Nothing in it changes.</summary>
[SuppressMessage("Reliability", "CA2000", Justification = "The stream owns its socket, and what fails before there is a stream disposes of it.")]
internal sealed class AgentConnection(ConsulOptions options)
{
    // What Linux takes.
    private const int LongestKeepAlive = 32767;

    private readonly AgentTls? _tls = options.Address.Scheme == Uri.UriSchemeHttps ? options.Tls ?? new AgentTls(new TlsOptions()) : null;

    /// <summary>A connected stream, with TLS where the options say so, for <see cref="SocketsHttpHandler.ConnectCallback"/>, which then adds nothing.</summary>
    internal ValueTask<Stream> OpenAsync(SocketsHttpConnectionContext connection, CancellationToken cancellationToken) =>
        options.Socket is { } socket ? ConnectToSocketAsync(socket, cancellationToken)
        : _tls is not null ? _tls.OpenAsync(connection.DnsEndPoint, this, options, cancellationToken)
        : ConnectAsync(connection.DnsEndPoint, cancellationToken);

    /// <summary>A connected stream without TLS.</summary>
    internal async ValueTask<Stream> ConnectAsync(DnsEndPoint agent, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(options.Transport.ConnectTimeout, TimeProvider.System);
        using var expired = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timer.Token);
        try
        {
            return agent.Host == "localhost" ? await ConnectToThisHostAsync(agent.Port, expired.Token)
                : IPAddress.TryParse(agent.Host, out var address) ? await ConnectAsync(new IPEndPoint(address, agent.Port), expired.Token)
                : await ConnectAsync((EndPoint)agent, expired.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SocketException((int)SocketError.TimedOut, exception.Message);
        }
    }

    // That name needs no asking.
    private async ValueTask<NetworkStream> ConnectToThisHostAsync(int port, CancellationToken cancellationToken)
    {
        try
        {
            return await ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), cancellationToken);
        }
        catch (SocketException)
        {
            return await ConnectAsync(new IPEndPoint(IPAddress.IPv6Loopback, port), cancellationToken);
        }
    }

    private async ValueTask<NetworkStream> ConnectAsync(EndPoint agent, CancellationToken cancellationToken)
    {
        var socket = agent is IPEndPoint { AddressFamily: var family } ? new Socket(family, SocketType.Stream, ProtocolType.Tcp) : new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.NoDelay = true;
            if (options.IsShortRun && agent is IPEndPoint { Address: var address } && IPAddress.IsLoopback(address))
            {
                ConnectAtOnce(socket, agent, cancellationToken);
            }
            else
            {
                await socket.ConnectAsync(agent, cancellationToken);
            }

            KeepAlive(socket);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    // On the same host a connection is made or refused at once, and waiting for it costs a short run two threads more than making it. Only where an agent that hangs has
    // too many waiting already does it take longer; a daemon, which is patient, must not lose all its threads to that.
    private static void ConnectAtOnce(Socket socket, EndPoint agent, CancellationToken cancellationToken)
    {
        using var end = cancellationToken.UnsafeRegister(static socket => ((Socket)socket!).Dispose(), socket);
        try
        {
            socket.Connect(agent);
        }
        catch (Exception exception) when (cancellationToken.IsCancellationRequested && exception is SocketException or ObjectDisposedException)
        {
            throw new OperationCanceledException(exception.Message, exception, cancellationToken);
        }
    }

    // Only now: a name with several addresses cannot be connected to by a socket that has such options.
    private void KeepAlive(Socket socket)
    {
        if (options.Transport.KeepAlive is { } time)
        {
            var seconds = (int)Math.Clamp(Math.Ceiling(time.TotalSeconds), 1, LongestKeepAlive);
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, seconds);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, seconds);
        }
    }

    // That never waits: it is done, or refused, before this returns.
    private static async ValueTask<Stream> ConnectToSocketAsync(string path, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (SocketException exception)
        {
            socket.Dispose();
            throw exception.SocketErrorCode switch
            {
                SocketError.AddressNotAvailable => new IOException($"there is no socket {path}"),
                SocketError.AccessDenied => new IOException($"this user may not use the socket {path}"),
                SocketError.WouldBlock => new IOException($"too many wait already for an answer at the socket {path}; does the agent hang?"),
                _ => exception,
            };
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
