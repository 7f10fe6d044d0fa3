using System.Net;
using System.Net.Sockets;

namespace ConsulRender.AcceptanceTests.Harness;

/// <summary>Port numbers of 127.0.0.1 that the OS says are free.</summary>
public static class Ports
{
    /// <summary>Different free ports; held together while they are chosen, so that none is given twice.</summary>
    public static int[] Take(int count)
    {
        var listeners = new List<TcpListener>();
        try
        {
            for (var index = 0; index < count; index++)
            {
                var listener = new TcpListener(IPAddress.Loopback, 0);
                listener.Start();
                listeners.Add(listener);
            }

            return [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        }
        finally
        {
            listeners.ForEach(listener => listener.Dispose());
        }
    }
}
