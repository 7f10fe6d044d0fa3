using ConsulRender.Templating.Values;
using Fluid;
using Fluid.Values;

namespace ConsulRender.Templating.Filters;

/// <summary>
/// Maps that templates make and change; the place of consul-template's scratch. Each filter answers a new map and leaves its input alone.
/// </summary>
internal static class MapFilters
{
    // Keys on the way to a value; more than anybody writes by hand.
    private const int MostKeys = 16;

    internal static string[] Names => ["has_key", "keys", "set", "set_if_absent", "unset", "values"];

    internal static FilterDefinition? Find(string name) => name switch
    {
        "has_key" => new((input, arguments, _) => BooleanValue.Create(Inputs.Map(input).Find(Key(arguments, 0)) is not null), 1, 1),
        "keys" => new((input, _, _) => Listed(Inputs.Map(input), entry => StringValue.Create(entry.Key)), 0, 0),
        "set" => new((input, arguments, _) => Set(Inputs.Map(input), arguments, 0), 2, MostKeys + 1),
        "set_if_absent" => new((input, arguments, _) => Has(input, arguments) ? input : Set(Inputs.Map(input), arguments, 0), 2, MostKeys + 1),
        "unset" => new((input, arguments, _) => BuiltMapValue.Of(Inputs.Map(input)).Without(Key(arguments, 0)), 1, 1),
        "values" => new((input, _, _) => Listed(Inputs.Map(input), entry => entry.Value), 0, 0),
        _ => null,
    };

    private static string Key(FilterArguments arguments, int index) => arguments.At(index) is var key && key is not BaseNilValue
        ? PlainText.Of(key)
        : throw new ArgumentException("a key is wanted here, not nil");

    private static ArrayValue Listed(MapValue map, Func<KeyValuePair<string, FluidValue>, FluidValue> part)
    {
        var list = new FluidValue[map.Count];
        var index = 0;
        foreach (var entry in map.Entries)
        {
            list[index++] = part(entry);
        }

        return new ArrayValue(list);
    }

    // The last argument is the value; those before it are keys, one inside the other.
    private static BuiltMapValue Set(MapValue map, FilterArguments arguments, int index)
    {
        var key = Key(arguments, index);
        if (index == arguments.Count - 2)
        {
            return BuiltMapValue.Of(map).With(key, arguments.At(index + 1));
        }

        var inner = map.Find(key) ?? NilValue.Instance;
        return inner is MapValue or BaseNilValue
            ? BuiltMapValue.Of(map).With(key, Set(Inputs.Map(inner), arguments, index + 1))
            : throw new ArgumentException($"under {PlainText.Quoted(key)} is {ValueText.KindOf(inner)}, not a map");
    }

    private static bool Has(FluidValue input, FilterArguments arguments)
    {
        var map = Inputs.Map(input);
        for (var index = 0; index < arguments.Count - 2; index++)
        {
            if (map.Find(Key(arguments, index)) is not MapValue inner)
            {
                return false;
            }

            map = inner;
        }

        return map.Find(Key(arguments, arguments.Count - 2)) is not null;
    }
}
