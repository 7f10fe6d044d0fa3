using System.Net.Sockets;
using System.Text;

namespace ConsulRender.Cli.Systemd;

/// <summary>The socket at which systemd hears how its unit is; owned by a <see cref="SystemdNotifier"/>.</summary>
/// <seealso href="https://www.freedesktop.org/software/systemd/man/latest/sd_notify.html"/>
internal sealed class NotifySocket(string address) : IDisposable
{
    // It is called by the loop, which a manager that is stuck must not stop.
    private const int SendMilliseconds = 1000;

    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { SendTimeout = SendMilliseconds };

    // A name that begins with @ is one without a file: Linux begins it with a zero.
    private readonly UnixDomainSocketEndPoint _manager = new(address[0] == '@' ? $"\0{address[1..]}" : address);

    /// <summary>Tells it some assignments, one in each line; a manager that is gone does not hear it, and nothing can be done about that.</summary>
    /// <returns>Whether it was told.</returns>
    public bool Send(string assignments)
    {
        try
        {
            return _socket.SendTo(Encoding.UTF8.GetBytes(assignments), _manager) > 0;
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Closed is what it is to a timer that went off while the daemon ended.
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();
}
