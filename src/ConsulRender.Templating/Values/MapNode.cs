using Fluid.Values;

namespace ConsulRender.Templating.Values;

/// <summary>
/// One entry of a <see cref="BuiltMapValue"/> and those before and after it: a balanced tree that is never changed, so that a new map
/// shares all but a few nodes with the one it came from.
/// </summary>
internal sealed class MapNode
{
    private readonly int _height;

    private MapNode(string key, FluidValue value, MapNode? left, MapNode? right)
    {
        (Key, Value, Left, Right) = (key, value, left, right);
        _height = 1 + Math.Max(Height(left), Height(right));
        Count = 1 + (left?.Count ?? 0) + (right?.Count ?? 0);
    }

    internal string Key { get; }

    internal FluidValue Value { get; }

    internal MapNode? Left { get; }

    internal MapNode? Right { get; }

    internal int Count { get; }

    internal static FluidValue? Find(MapNode? node, string key)
    {
        while (node is not null)
        {
            var order = string.CompareOrdinal(key, node.Key);
            if (order == 0)
            {
                return node.Value;
            }

            node = order < 0 ? node.Left : node.Right;
        }

        return null;
    }

    internal static MapNode With(MapNode? node, string key, FluidValue value)
    {
        if (node is null)
        {
            return new MapNode(key, value, null, null);
        }

        var order = string.CompareOrdinal(key, node.Key);
        return order switch
        {
            0 => new MapNode(key, value, node.Left, node.Right),
            < 0 => Balanced(node, With(node.Left, key, value), node.Right),
            _ => Balanced(node, node.Left, With(node.Right, key, value)),
        };
    }

    internal static MapNode? Without(MapNode? node, string key)
    {
        if (node is null)
        {
            return null;
        }

        var order = string.CompareOrdinal(key, node.Key);
        return order switch
        {
            < 0 => Balanced(node, Without(node.Left, key), node.Right),
            > 0 => Balanced(node, node.Left, Without(node.Right, key)),
            _ when node.Left is null => node.Right,
            _ when node.Right is null => node.Left,
            _ => Balanced(First(node.Right), node.Left, Without(node.Right, First(node.Right).Key)),
        };
    }

    private static MapNode First(MapNode node)
    {
        while (node.Left is not null)
        {
            node = node.Left;
        }

        return node;
    }

    private static int Height(MapNode? node) => node?._height ?? 0;

    // The entry of a node with new sides, turned when one side has become two higher than the other.
    private static MapNode Balanced(MapNode entry, MapNode? left, MapNode? right)
    {
        var lean = Height(left) - Height(right);
        if (lean > 1)
        {
            return Height(left!.Left) >= Height(left.Right)
                ? Of(left, left.Left, Of(entry, left.Right, right))
                : Of(left.Right!, Of(left, left.Left, left.Right!.Left), Of(entry, left.Right.Right, right));
        }

        if (lean < -1)
        {
            return Height(right!.Right) >= Height(right.Left)
                ? Of(right, Of(entry, left, right.Left), right.Right)
                : Of(right.Left!, Of(entry, left, right.Left!.Left), Of(right, right.Left.Right, right.Right));
        }

        return Of(entry, left, right);
    }

    private static MapNode Of(MapNode entry, MapNode? left, MapNode? right) => new(entry.Key, entry.Value, left, right);
}
