using Fluid;
using Fluid.Values;

namespace ConsulRender.Templating.Values;

/// <summary>A value whose members are data: metadata, groups, objects of the settings file.</summary>
internal abstract class MapValue : FluidValue
{
    public override FluidValues Type => FluidValues.Dictionary;

    internal abstract int Count { get; }

    internal abstract IEnumerable<KeyValuePair<string, FluidValue>> Entries { get; }

    /// <summary>The value under exactly this key; null when there is none.</summary>
    internal abstract FluidValue? Find(string key);

    /// <summary>The value under this key as a member name; maps written by people forgive case and underscores.</summary>
    internal virtual FluidValue? FindMember(string name, string looseName) => Find(name);

    /// <summary>How much the map holds; those with parts that many maps share count it while they are made.</summary>
    internal virtual ValueSize Size => ValueSize.OfItems(Entries.Select(entry => entry.Value));

    /// <summary>What stands for a key that is not there; null makes it a mistake.</summary>
    internal virtual FluidValue? Absent => null;

    public override ValueTask<FluidValue> GetValueAsync(string name, TemplateContext context) =>
        new(FindMember(name, RecordValue.LooseName(name)) ?? UndefinedValue.Instance);

    public override ValueTask<FluidValue> GetIndexAsync(FluidValue index, TemplateContext context) =>
        new(Find(index.ToStringValue()) ?? UndefinedValue.Instance);

    public override bool Contains(FluidValue value) => Find(value.ToText()) is not null;

    public override IEnumerable<FluidValue> Enumerate(TemplateContext context) =>
        Entries.Select(entry => new ArrayValue([new StringValue(entry.Key), entry.Value]));

    public override bool Equals(FluidValue? other) => other switch
    {
        MapValue map when ReferenceEquals(this, map) => true,
        MapValue map => Count == map.Count && Entries.All(entry => map.Find(entry.Key) is { } value && value.Equals(entry.Value)),
        EmptyValue or BlankValue => Count == 0,
        _ => false,
    };

    public override bool Equals(object? obj) => obj is FluidValue value && Equals(value);

    public override int GetHashCode() => Entries.Aggregate(Count, (hash, entry) => hash ^ HashCode.Combine(entry.Key, entry.Value));

    public override bool ToBooleanValue() => true;

    // Fluid's `empty` and `blank` ask a dictionary for its size this way.
    public override decimal ToNumberValue() => Count;

    public override string ToStringValue() => JsonText.Of(this);

    public override object ToObjectValue() => this;

    /// <summary>The first value whose key is this name without regard to case and underscores.</summary>
    protected FluidValue? FindLoosely(string looseName)
    {
        foreach (var entry in Entries)
        {
            if (RecordValue.IsLoosely(entry.Key, looseName))
            {
                return entry.Value;
            }
        }

        return null;
    }
}
