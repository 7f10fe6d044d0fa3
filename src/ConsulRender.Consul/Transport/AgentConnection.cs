using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

namespace ConsulRender.Consul.Transport;

/// <summary>Opens connections to the agent. Stateless.</summary>
[SuppressMessage("Reliability", "CA2000", Justification = "The stream owns its socket, and what fails before there is a stream disposes of it.")]
internal static class AgentConnection
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <summary>A connected stream, for <see cref="SocketsHttpHandler.ConnectCallback"/>.</summary>
    internal static ValueTask<Stream> OpenAsync(SocketsHttpConnectionContext connection, CancellationToken cancellationToken)
    {
        var name = connection.DnsEndPoint.Host;
        var address = name == "localhost" ? IPAddress.Loopback : IPAddress.TryParse(name, out var parsed) ? parsed : null;
        return address is not null && IPAddress.IsLoopback(address)
            ? new(OpenOnThisHost(new IPEndPoint(address, connection.DnsEndPoint.Port), mayBeIpv6: name == "localhost"))
            : OpenElsewhereAsync(connection.DnsEndPoint, cancellationToken);
    }

    /// <summary>A stream connected to a unix socket.</summary>
    internal static NetworkStream OpenSocket(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (SocketException exception)
        {
            socket.Dispose();
            throw exception.SocketErrorCode switch
            {
                SocketError.AddressNotAvailable => new IOException($"there is no socket {path}"),
                SocketError.AccessDenied => new IOException($"this user may not use the socket {path}"),
                _ => exception,
            };
        }
    }

    // A connection on the same host is made or refused at once, and waiting for it costs two threads more than making it.
    private static NetworkStream OpenOnThisHost(IPEndPoint agent, bool mayBeIpv6)
    {
        try
        {
            return Open(agent);
        }
        catch (SocketException) when (mayBeIpv6)
        {
            return Open(new IPEndPoint(IPAddress.IPv6Loopback, agent.Port));
        }
    }

    private static NetworkStream Open(IPEndPoint agent)
    {
        var socket = new Socket(agent.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.Connect(agent);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async ValueTask<Stream> OpenElsewhereAsync(DnsEndPoint agent, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(Timeout, TimeProvider.System);
        using var expired = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timer.Token);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(agent, expired.Token);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            socket.Dispose();
            throw new SocketException((int)SocketError.TimedOut, exception.Message);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
