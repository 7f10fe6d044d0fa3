using Fluid.Values;

namespace ConsulRender.Templating.Values;

/// <summary>A map that was read from a text, in the order of that text; filled by its reader and never changed after.</summary>
internal sealed class OrderedMapValue : MapValue
{
    private readonly List<string> _keys = [];
    private readonly Dictionary<string, FluidValue> _values = new(StringComparer.Ordinal);
    private ValueSize? _size;

    internal override int Count => _keys.Count;

    internal override ValueSize Size => _size ??= ValueSize.OfItems(_values.Values);

    internal override IEnumerable<KeyValuePair<string, FluidValue>> Entries => _keys.Select(key => KeyValuePair.Create(key, _values[key]));

    internal override FluidValue? Find(string key) => _values.GetValueOrDefault(key);

    internal override FluidValue? FindMember(string name, string looseName) => Find(name) ?? FindLoosely(looseName);

    /// <summary>Adds an entry; false when the key is there already.</summary>
    internal bool TryAdd(string key, FluidValue value)
    {
        if (!_values.TryAdd(key, value))
        {
            return false;
        }

        _keys.Add(key);
        return true;
    }
}
