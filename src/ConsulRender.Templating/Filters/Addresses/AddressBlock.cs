using System.Globalization;

namespace ConsulRender.Templating.Filters.Addresses;

/// <summary>The addresses that <c>10.0.0.0/8</c> means; an address inside the block names it as well. Immutable.</summary>
internal sealed class AddressBlock
{
    private readonly UInt128 _hostMask;

    private AddressBlock(IpAddress address, int prefixLength)
    {
        var hostBits = address.Bits - prefixLength;
        _hostMask = hostBits == 128 ? UInt128.MaxValue : (UInt128.One << hostBits) - 1;
        PrefixLength = prefixLength;
        First = new IpAddress(address.Number & ~_hostMask, address.IsIPv6);
        Last = new IpAddress(address.Number | _hostMask, address.IsIPv6);
        Netmask = new IpAddress(address.Last & ~_hostMask, address.IsIPv6);
    }

    internal int PrefixLength { get; }

    internal IpAddress First { get; }

    internal IpAddress Last { get; }

    internal IpAddress Netmask { get; }

    /// <exception cref="FormatException">The text is not an address, a slash and a prefix length.</exception>
    internal static AddressBlock Parse(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var address = slash < 0 ? null : IpAddress.TryParse(text[..slash]);
        var length = address is null ? -1 : ReadLength(text[(slash + 1)..]);
        return address is not null && length >= 0 && length <= address.Bits
            ? new AddressBlock(address, length)
            : throw new FormatException($"{PlainText.Quoted(text)} is not a CIDR block such as 10.0.0.0/8");
    }

    internal bool Contains(IpAddress address) =>
        address.IsIPv6 == First.IsIPv6 && address.Number >= First.Number && address.Number <= Last.Number;

    /// <summary>The address at a place in the block; a negative place counts from the end, -1 being the last address.</summary>
    /// <exception cref="ArgumentException">The block is smaller than that.</exception>
    internal IpAddress AddressAt(decimal place)
    {
        var steps = (UInt128)(place < 0 ? -place - 1 : place);
        return steps <= _hostMask
            ? new IpAddress(place < 0 ? Last.Number - steps : First.Number + steps, First.IsIPv6)
            : throw new ArgumentException($"the block {First}/{PrefixLength} has no address {place}");
    }

    private static int ReadLength(string text) =>
        text.Length is > 0 and <= 3 && text.All(char.IsAsciiDigit) && (text[0] != '0' || text.Length == 1)
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : -1;
}
