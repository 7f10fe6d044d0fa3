using Fluid.Values;

namespace ConsulRender.Templating.Values;

/// <summary>
/// A map that filters made, in the order of its keys. It never changes: setting a key makes another map, in time that hardly grows
/// with the map.
/// </summary>
internal sealed class BuiltMapValue : MapValue
{
    /// <summary>Maps and lists inside each other; deeper ones would take the stack down when they are compared or printed.</summary>
    internal const int MostNesting = 100;

    private readonly MapNode? _root;
    private readonly ValueSize _size;

    private BuiltMapValue(MapNode? root, ValueSize size) => (_root, _size) = (root, size);

    internal static BuiltMapValue Empty { get; } = new(null, new ValueSize(1, 1));

    internal override int Count => _root?.Count ?? 0;

    internal override ValueSize Size => _size;

    internal override IEnumerable<KeyValuePair<string, FluidValue>> Entries
    {
        get
        {
            var above = new Stack<MapNode>();
            for (var node = _root; node is not null || above.Count > 0; node = node.Right)
            {
                for (; node is not null; node = node.Left)
                {
                    above.Push(node);
                }

                node = above.Pop();
                yield return KeyValuePair.Create(node.Key, node.Value);
            }
        }
    }

    /// <summary>Any map as one that filters made; nothing is an empty one.</summary>
    internal static BuiltMapValue Of(FluidValue? value)
    {
        if (value is BuiltMapValue built)
        {
            return built;
        }

        var map = Empty;
        foreach (var (key, item) in value is MapValue other ? other.Entries : [])
        {
            map = map.With(key, item);
        }

        return map;
    }

    internal override FluidValue? Find(string key) => MapNode.Find(_root, key);

    internal override FluidValue? FindMember(string name, string looseName) => Find(name) ?? FindLoosely(looseName);

    /// <exception cref="ArgumentException">The map would nest too deep or become too large.</exception>
    internal BuiltMapValue With(string key, FluidValue value)
    {
        var added = ValueSize.Of(value);
        var size = new ValueSize(
            Math.Max(_size.Depth, added.Depth + 1),
            _size.Items + added.Items - (Find(key) is { } replaced ? ValueSize.Of(replaced).Items : 0));
        size.RefuseTooMuch("map");
        return new BuiltMapValue(MapNode.With(_root, key, value), size);
    }

    internal BuiltMapValue Without(string key) => Find(key) is { } gone
        ? new BuiltMapValue(MapNode.Without(_root, key), _size with { Items = _size.Items - ValueSize.Of(gone).Items })
        : this;
}
