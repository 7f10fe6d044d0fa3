using System.Net.NetworkInformation;
using ConsulRender.Templating;

namespace ConsulRender;

/// <summary>Reads the addresses of this host. Stateless.</summary>
internal static class HostAddresses
{
    /// <summary>The addresses of all interfaces that are up, those with a default route first; none when the host does not tell.</summary>
    public static IReadOnlyList<HostAddress> Read()
    {
        var leadingOutside = new List<HostAddress>();
        var others = new List<HostAddress>();
        try
        {
            foreach (var network in NetworkInterface.GetAllNetworkInterfaces())
            {
                if (network.OperationalStatus is OperationalStatus.Up or OperationalStatus.Unknown)
                {
                    var properties = network.GetIPProperties();
                    var list = properties.GatewayAddresses.Count > 0 ? leadingOutside : others;
                    list.AddRange(properties.UnicastAddresses.Select(address => new HostAddress(network.Name, address.Address)));
                }
            }
        }
        catch (Exception exception) when (exception is NetworkInformationException or IOException or UnauthorizedAccessException)
        {
            // A template that asks for an address says that there is none.
        }

        return [.. leadingOutside, .. others];
    }
}
