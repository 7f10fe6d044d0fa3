using ConsulRender.Templating.Values;
using Fluid.Values;

namespace ConsulRender.Templating.Filters;

/// <summary>Maps made of other things: of keys with slashes, of text with separators, of two maps.</summary>
internal static class ReshapingFilters
{
    internal static string[] Names => ["explode", "explode_map", "merge_map", "merge_map_with_override", "split_to_map"];

    internal static FilterDefinition? Find(string name) => name switch
    {
        "explode" => new((input, _, _) => Explode(Inputs.List(input)), 0, 0),
        "explode_map" => new((input, _, _) => ExplodeMap(Inputs.Map(input)), 0, 0),
        "merge_map" => new((input, arguments, _) => Merge(Inputs.Map(input), Inputs.Map(arguments.At(0))), 1, 1),
        "merge_map_with_override" => new((input, arguments, _) => Merge(Inputs.Map(arguments.At(0)), Inputs.Map(input)), 1, 1),
        "split_to_map" => new(
            (input, arguments, _) => SplitToMap(PlainText.Of(input), PlainText.Of(arguments.At(0)), PlainText.Of(arguments.At(1))),
            2,
            2),
        _ => null,
    };

    private static BuiltMapValue Explode(IReadOnlyList<FluidValue> items)
    {
        var exploded = BuiltMapValue.Empty;
        foreach (var item in items)
        {
            var pair = GroupFilters.PairOf(item);
            exploded = Put(exploded, pair.Key, StringValue.Create(pair.Value));
        }

        return exploded;
    }

    private static BuiltMapValue ExplodeMap(MapValue map)
    {
        var exploded = BuiltMapValue.Empty;
        foreach (var (key, value) in map.Entries)
        {
            exploded = Put(exploded, key, value);
        }

        return exploded;
    }

    private static BuiltMapValue Put(BuiltMapValue map, string path, FluidValue value) =>
        path.AsSpan().Count('/') < BuiltMapValue.MostNesting
            ? Put(map, path, 0, value)
            : throw new ArgumentException($"the key {PlainText.Quoted(path)} makes maps that are nested more than {BuiltMapValue.MostNesting} deep");

    // Values are not told in the messages: they are other people's.
    private static BuiltMapValue Put(BuiltMapValue map, string path, int from, FluidValue value)
    {
        var slash = path.IndexOf('/', from);
        var name = slash < 0 ? path[from..] : path[from..slash];
        var known = map.Find(name);
        if (slash < 0)
        {
            return name.Length == 0 ? map
                : known is null ? map.With(name, value)
                : throw new ArgumentException($"the key {PlainText.Quoted(path)} is a folder too");
        }

        return known is null or BuiltMapValue
            ? map.With(name, Put(BuiltMapValue.Of(known), path, slash + 1, value))
            : throw new ArgumentException($"the key {PlainText.Quoted(path)} lies below {PlainText.Quoted(path[..slash])}, which is no folder");
    }

    // Maps in maps are merged too; of anything else the winner's stays whole.
    private static BuiltMapValue Merge(MapValue below, MapValue winner)
    {
        var merged = BuiltMapValue.Of(below);
        foreach (var (key, value) in winner.Entries)
        {
            merged = merged.With(key, value is MapValue inner && below.Find(key) is MapValue other ? Merge(other, inner) : value);
        }

        return merged;
    }

    private static BuiltMapValue SplitToMap(string text, string between, string inside)
    {
        if (between.Length == 0 || inside.Length == 0)
        {
            throw new ArgumentException("a separator cannot be empty");
        }

        var map = BuiltMapValue.Empty;
        foreach (var item in text.Trim().Split(between))
        {
            var at = item.IndexOf(inside, StringComparison.Ordinal);
            if (at >= 0)
            {
                map = map.With(item[..at], StringValue.Create(item[(at + inside.Length)..]));
            }
        }

        return map;
    }
}
