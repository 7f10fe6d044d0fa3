using System.Net.Sockets;
using System.Text;

namespace ConsulRender.Tests.Cli.Systemd;

/// <summary>Hears what a service manager would; owned by one test.</summary>
internal sealed class SystemdSocket : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { Blocking = false };

    /// <summary>Listens at a path, or at a name that begins with @.</summary>
    internal SystemdSocket(string address) => _socket.Bind(new UnixDomainSocketEndPoint(address.Replace('@', '\0')));

    /// <summary>What came since this was last read.</summary>
    internal IReadOnlyList<string> Take()
    {
        var taken = new List<string>();
        var bytes = new byte[4096];
        while (_socket.Available > 0 || _socket.Poll(0, SelectMode.SelectRead))
        {
            taken.Add(Encoding.UTF8.GetString(bytes, 0, _socket.Receive(bytes)));
        }

        return taken;
    }

    public void Dispose() => _socket.Dispose();
}
