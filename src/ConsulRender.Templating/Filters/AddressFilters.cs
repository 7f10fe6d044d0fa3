using ConsulRender.Templating.Filters.Addresses;
using ConsulRender.Templating.Values;
using Fluid;
using Fluid.Values;

namespace ConsulRender.Templating.Filters;

/// <summary>Filters on IP addresses and blocks of them, IPv4 and IPv6.</summary>
internal static class AddressFilters
{
    internal static IReadOnlyList<string> Names =>
    [
        "bracket_ipv6", "cidr_broadcast", "cidr_contains", "cidr_host", "cidr_netmask", "cidr_network", "cidr_prefix_length", "ip_family",
        "ip_next", "is_ip", "is_ipv4", "is_ipv6",
    ];

    internal static FilterDefinition? Find(string name) => FindBlock(name) ?? FindAddress(name);

    private static FilterDefinition? FindBlock(string name) => name switch
    {
        "cidr_broadcast" => new((input, _, _) => Text(Broadcast(Block(input))), 0, 0),
        "cidr_contains" => new((input, arguments, _) => BooleanValue.Create(Block(input).Contains(Address(arguments.At(0)))), 1, 1),
        "cidr_host" => new((input, arguments, _) => Text(Block(input).AddressAt(Whole(arguments, "the place"))), 1, 1),
        "cidr_netmask" => new((input, _, _) => Text(Block(input).Netmask), 0, 0),
        "cidr_network" => new((input, _, _) => Text(Block(input).First), 0, 0),
        "cidr_prefix_length" => new((input, _, _) => Numbers.Of(Block(input).PrefixLength), 0, 0),
        _ => null,
    };

    private static FilterDefinition? FindAddress(string name) => name switch
    {
        "bracket_ipv6" => new((input, _, _) => StringValue.Create(Bracketed(PlainText.Of(input))), 0, 0),
        "ip_family" => new((input, _, _) => Numbers.Of(Address(input).IsIPv6 ? 6 : 4), 0, 0),
        "ip_next" => new((input, arguments, _) => Text(Next(Address(input), arguments)), 0, 1),
        "is_ip" => new((input, _, _) => BooleanValue.Create(AddressOrNull(input) is not null), 0, 0),
        "is_ipv4" => new((input, _, _) => BooleanValue.Create(AddressOrNull(input) is { IsIPv6: false }), 0, 0),
        "is_ipv6" => new((input, _, _) => BooleanValue.Create(AddressOrNull(input) is { IsIPv6: true }), 0, 0),
        _ => null,
    };

    private static StringValue Text(IpAddress address) => StringValue.Create(address.ToString());

    private static AddressBlock Block(FluidValue value) => AddressBlock.Parse(PlainText.Of(value));

    private static IpAddress Address(FluidValue value) => IpAddress.Parse(PlainText.Of(value));

    private static IpAddress? AddressOrNull(FluidValue value) => value is StringValue ? IpAddress.TryParse(value.ToStringValue()) : null;

    private static IpAddress Next(IpAddress address, FilterArguments arguments) =>
        address.Plus(arguments.Count > 0 ? Whole(arguments, "the distance") : 1);

    private static decimal Whole(FilterArguments arguments, string name) => PlainText.WholeNumber(arguments.At(0), name);

    private static IpAddress Broadcast(AddressBlock block) => block.First.IsIPv6
        ? throw new ArgumentException("IPv6 has no broadcast addresses; cidr_host: -1 is the last address of a block")
        : block.Last;

    // A name or an IPv4 address needs no brackets; anything else with a colon would make another port of a host:port.
    private static string Bracketed(string text)
    {
        if (!text.Contains(':', StringComparison.Ordinal))
        {
            return text;
        }

        var isBracketed = text.Length > 2 && text[0] == '[' && text[^1] == ']';
        return IpAddress.TryParse(isBracketed ? text[1..^1] : text) is { IsIPv6: true }
            ? isBracketed ? text : $"[{text}]"
            : throw new FormatException($"{PlainText.Quoted(text)} has a colon and is not an IPv6 address");
    }
}
