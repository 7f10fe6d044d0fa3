using System.Net;
using System.Net.Sockets;

namespace ConsulRender.Bench;

/// <summary>Free ports of the loopback interface, as the OS gives them.</summary>
internal static class LoopbackPorts
{
    /// <summary>Takes so many different ones.</summary>
    public static int[] Take(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        listeners.ForEach(listener => listener.Start());
        int[] ports = [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        listeners.ForEach(listener => listener.Dispose());
        return ports;
    }
}
