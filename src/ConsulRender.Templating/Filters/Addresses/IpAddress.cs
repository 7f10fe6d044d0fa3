using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ConsulRender.Templating.Filters.Addresses;

/// <summary>An IPv4 or IPv6 address as a number, read strictly. Immutable.</summary>
internal sealed class IpAddress
{
    internal IpAddress(UInt128 number, bool isIPv6) => (Number, IsIPv6) = (number, isIPv6);

    internal UInt128 Number { get; }

    internal bool IsIPv6 { get; }

    internal int Bits => IsIPv6 ? 128 : 32;

    /// <summary>The largest address of the family as a number.</summary>
    internal UInt128 Last => IsIPv6 ? UInt128.MaxValue : uint.MaxValue;

    /// <exception cref="FormatException">The text is not an address.</exception>
    internal static IpAddress Parse(string text) =>
        TryParse(text) ?? throw new FormatException($"{PlainText.Quoted(text)} is not an IP address");

    /// <summary>The address, or null: four decimal numbers without leading zeros, or IPv6 as RFC 4291 has it, without a zone.</summary>
    internal static IpAddress? TryParse(string text) => text.Contains(':', StringComparison.Ordinal) ? ReadIPv6(text) : ReadIPv4(text);

    /// <summary>The address so many further on, or back.</summary>
    /// <exception cref="ArgumentException">There is no such address.</exception>
    internal IpAddress Plus(decimal distance)
    {
        var steps = (UInt128)Math.Abs(distance);
        var room = distance < 0 ? Number : Last - Number;
        return steps <= room
            ? new IpAddress(distance < 0 ? Number - steps : Number + steps, IsIPv6)
            : throw new ArgumentException($"there is no address {Math.Abs(distance)} {(distance < 0 ? "before" : "after")} {this}");
    }

    /// <summary>The usual form, for IPv6 the one of RFC 5952.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, Number);
        return new IPAddress(IsIPv6 ? bytes : bytes[12..]).ToString();
    }

    // Not the framework's parser: it takes 1.2 and 010.0.0.1, which other programs read as another address.
    private static IpAddress? ReadIPv4(string text)
    {
        var parts = text.Split('.', 5);
        uint number = 0;
        foreach (var part in parts)
        {
            if (!IsByte(part, out var value))
            {
                return null;
            }

            number = (number << 8) | value;
        }

        return parts.Length == 4 ? new IpAddress(number, isIPv6: false) : null;
    }

    private static bool IsByte(string text, out uint value)
    {
        value = 0;
        return text.Length is > 0 and <= 3 && text.All(char.IsAsciiDigit) && (text[0] != '0' || text.Length == 1)
            && (value = uint.Parse(text, CultureInfo.InvariantCulture)) <= byte.MaxValue;
    }

    // The framework would also take brackets, ports, prefixes and zones.
    private static IpAddress? ReadIPv6(string text)
    {
        var isPlain = text.Length <= 45 && text.All(character => char.IsAsciiHexDigit(character) || character is ':' or '.');
        var tail = text[(text.LastIndexOf(':') + 1)..];
        if (!isPlain || (tail.Contains('.', StringComparison.Ordinal) && ReadIPv4(tail) is null)
            || !IPAddress.TryParse(text, out var address) || address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return null;
        }

        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        return new IpAddress(BinaryPrimitives.ReadUInt128BigEndian(bytes), isIPv6: true);
    }
}
