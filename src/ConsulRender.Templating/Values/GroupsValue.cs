using Fluid.Values;

namespace ConsulRender.Templating.Values;

/// <summary>
/// Lists by a name that their items share; a name nobody has is an empty list, for that is a state of the catalog and not a mistake.
/// </summary>
internal sealed class GroupsValue(IComparer<string>? order = null) : MapValue
{
    private readonly SortedDictionary<string, List<FluidValue>> _groups = new(order ?? StringComparer.Ordinal);

    internal override int Count => _groups.Count;

    internal override FluidValue Absent => ArrayValue.Empty;

    internal override IEnumerable<KeyValuePair<string, FluidValue>> Entries =>
        _groups.Select(group => KeyValuePair.Create(group.Key, (FluidValue)new ArrayValue(group.Value)));

    internal override FluidValue? Find(string key) => _groups.TryGetValue(key, out var items) ? new ArrayValue(items) : null;

    internal void Add(string name, FluidValue item)
    {
        if (!_groups.TryGetValue(name, out var items))
        {
            _groups.Add(name, items = []);
        }

        items.Add(item);
    }
}
