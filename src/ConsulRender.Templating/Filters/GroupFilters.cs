using System.Globalization;
using System.Text;
using ConsulRender.Consul;
using ConsulRender.Templating.Values;
using Fluid.Values;

namespace ConsulRender.Templating.Filters;

/// <summary><c>by_key</c>, <c>by_meta</c> and <c>by_port</c>: what Consul lists, as a map by something its items share.</summary>
internal static class GroupFilters
{
    private const string WholeNumber = "|int";

    internal static string[] Names => ["by_key", "by_meta", "by_port"];

    internal static FilterDefinition? Find(string name) => name switch
    {
        "by_key" => new((input, _, _) => ByKey(input), 0, 0),
        "by_meta" => new((input, arguments, _) => ByMeta(input, PlainText.Of(arguments.At(0))), 1, 1),
        "by_port" => new((input, _, _) => ByPort(input), 0, 0),
        _ => null,
    };

    /// <summary>The pair behind an item of what <c>ls</c> or <c>tree</c> answered.</summary>
    internal static KeyPair PairOf(FluidValue item) => item.ToObjectValue() as KeyPair ??
        throw new ArgumentException($"the list holds {ValueText.KindOf(item)}; keys as ls and tree list them are wanted here");

    // A key without a slash has nothing to stand under its first part.
    private static BuiltMapValue ByKey(FluidValue input)
    {
        var folders = BuiltMapValue.Empty;
        foreach (var item in Inputs.List(input))
        {
            var pair = PairOf(item);
            var slash = pair.Key.IndexOf('/', StringComparison.Ordinal);
            if (slash >= 0 && slash < pair.Key.Length - 1)
            {
                var (top, key) = (pair.Key[..slash], pair.Key[(slash + 1)..]);
                folders = folders.With(top, BuiltMapValue.Of(folders.Find(top)).With(key, new KeyPairValue(pair with { Key = key })));
            }
        }

        return folders;
    }

    private static GroupsValue ByPort(FluidValue input)
    {
        var groups = new GroupsValue(PortOrder.Instance);
        foreach (var item in Inputs.List(input))
        {
            groups.Add(InstanceOf(item, "port").Port.ToString(CultureInfo.InvariantCulture), item);
        }

        return groups;
    }

    private static GroupsValue ByMeta(FluidValue input, string names)
    {
        var wanted = names.Split(',', StringSplitOptions.TrimEntries);
        var groups = new GroupsValue();
        foreach (var item in Inputs.List(input))
        {
            var metadata = new MetadataValue(InstanceOf(item, "metadata").ServiceMeta);
            groups.Add(string.Join('_', wanted.Select(name => Normalized(Part(metadata, name)))), item);
        }

        return groups;
    }

    private static ServiceInstance InstanceOf(FluidValue item, string wanted) => item.ToObjectValue() as ServiceInstance ??
        throw new ArgumentException($"the list holds {ValueText.KindOf(item)}, which has no {wanted}");

    // An empty value counts as absent, as in consul-template; a number has five digits, so that groups stand in its order.
    private static string Part(MetadataValue metadata, string wanted)
    {
        var isNumber = wanted.EndsWith(WholeNumber, StringComparison.Ordinal);
        var name = isNumber ? wanted[..^WholeNumber.Length] : wanted;
        var text = metadata.Find(name)?.ToText() ?? "";
        if (!isNumber)
        {
            return text.Length == 0 ? $"_no_{name}_" : text;
        }

        return long.TryParse(text.Length == 0 ? "0" : text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number.ToString(number < 0 ? "D4" : "D5", CultureInfo.InvariantCulture)
            : throw new FormatException($"{PlainText.Quoted(text)}, the value of {name}, is not a whole number");
    }

    private static string Normalized(string part)
    {
        var normalized = new StringBuilder(part.Length);
        foreach (var rune in part.EnumerateRunes())
        {
            normalized.Append(rune.IsAscii && (char.IsAsciiLetterOrDigit((char)rune.Value) || rune.Value is '_' or '-') ? (char)rune.Value : '_');
        }

        return normalized.ToString();
    }

    /// <summary>Ports by their number; only what <c>by_port</c> writes is compared, which has no leading zeros.</summary>
    private sealed class PortOrder : IComparer<string>
    {
        internal static PortOrder Instance { get; } = new();

        public int Compare(string? x, string? y) =>
            x!.Length != y!.Length ? x.Length.CompareTo(y.Length) : string.CompareOrdinal(x, y);
    }
}
