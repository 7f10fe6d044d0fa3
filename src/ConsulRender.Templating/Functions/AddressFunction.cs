using System.Net;
using System.Net.Sockets;
using ConsulRender.Templating.Nodes;
using ConsulRender.Templating.Parsing;
using ConsulRender.Templating.Values;
using Fluid.Values;

namespace ConsulRender.Templating.Functions;

/// <summary>
/// <c>private_ip()</c>, <c>public_ip()</c>, <c>interface_ip("eth0")</c>: an address of this host, and <c>private_ips()</c> and so on all of them.
/// One that the host does not have is undefined.
/// </summary>
internal sealed class AddressFunction(string name, AddressKind kind, bool all = false)
    : TemplateFunction(name, kind == AddressKind.Interface ? 1 : 0, kind == AddressKind.Interface ? 1 : 0, [])
{
    internal override FluidValue Call(in CallArguments arguments, RenderState state, Node call) =>
        Find(arguments, state) ?? throw Absent(arguments, state, call);

    internal override FluidValue CallLeniently(in CallArguments arguments, RenderState state, Node call) =>
        Find(arguments, state) ?? UndefinedValue.Instance;

    private FluidValue? Find(in CallArguments arguments, RenderState state)
    {
        // The host may have others by the next render.
        state.Recorder?.Refuse();
        var found = new List<IPAddress>();
        foreach (var address in state.Options.FindAddresses())
        {
            if (Suits(address, arguments))
            {
                found.Add(address.Address);
            }
        }

        // Those of IPv4 first, then in the order in which the host has them.
        IReadOnlyList<FluidValue> texts = [.. found.OrderBy(Rank).Select(address => StringValue.Create(Text(address)))];
        return all && (texts.Count > 0 || kind != AddressKind.Interface) ? new ArrayValue(texts)
            : texts.Count > 0 ? texts[0]
            : null;
    }

    private bool Suits(HostAddress address, in CallArguments arguments) => kind switch
    {
        AddressKind.Interface => address.Interface == arguments.Positional[0].ToText(),
        AddressKind.Private => IsPrivate(address.Address),
        _ => IsGlobal(address.Address) && !IsPrivate(address.Address),
    };

    // RFC 1918, the carriers' 100.64.0.0/10 of RFC 6598, and fc00::/7 of RFC 4193.
    private static bool IsPrivate(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetwork)
        {
            return address.IsIPv6UniqueLocal;
        }

        var bytes = address.GetAddressBytes();
        return bytes[0] == 10
            || (bytes[0] == 172 && bytes[1] is >= 16 and < 32)
            || (bytes[0] == 192 && bytes[1] == 168)
            || (bytes[0] == 100 && bytes[1] is >= 64 and < 128);
    }

    private static bool IsGlobal(IPAddress address)
    {
        if (IPAddress.IsLoopback(address) || IsLinkLocal(address))
        {
            return false;
        }

        return address.AddressFamily == AddressFamily.InterNetwork
            ? address.GetAddressBytes()[0] is > 0 and < 224
            : !address.IsIPv6Multicast && !address.Equals(IPAddress.IPv6Any);
    }

    private static bool IsLinkLocal(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork
        ? address.GetAddressBytes() is [169, 254, ..]
        : address.IsIPv6LinkLocal;

    private static int Rank(IPAddress address) =>
        (IsLinkLocal(address) ? 2 : 0) + (address.AddressFamily == AddressFamily.InterNetwork ? 0 : 1);

    // Without the zone that the platform adds to link-local addresses of IPv6.
    private static string Text(IPAddress address) => new IPAddress(address.GetAddressBytes()).ToString();

    private TemplateFailure Absent(in CallArguments arguments, RenderState state, Node call)
    {
        if (kind != AddressKind.Interface)
        {
            return call.Failure($"this host has no {(kind == AddressKind.Private ? "private" : "public")} IP address; give another with the filter default");
        }

        var wanted = arguments.Positional[0].ToText();
        var known = state.Options.FindAddresses().Select(address => address.Interface).Distinct();
        return call.Failure($"this host has no address on an interface {Filters.PlainText.Quoted(wanted)}{Suggestion.For(wanted, known)}");
    }
}

/// <summary>Which addresses of the host are meant.</summary>
internal enum AddressKind
{
    /// <summary>Those that are not routed on the Internet.</summary>
    Private,

    /// <summary>Those that are.</summary>
    Public,

    /// <summary>Those of one network interface.</summary>
    Interface,
}
