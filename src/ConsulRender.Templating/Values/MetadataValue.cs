using ConsulRender.Consul;
using Fluid.Values;

namespace ConsulRender.Templating.Values;

/// <summary>The metadata of a node or an instance; the keys are other people's, so they are taken exactly.</summary>
internal sealed class MetadataValue(EquatableList<KeyValuePair<string, string>> entries) : MapValue
{
    internal override int Count => entries.Count;

    internal override IEnumerable<KeyValuePair<string, FluidValue>> Entries =>
        entries.Select(entry => KeyValuePair.Create(entry.Key, (FluidValue)StringValue.Create(entry.Value)));

    internal override FluidValue? Find(string key)
    {
        foreach (var entry in entries.AsSpan())
        {
            if (entry.Key == key)
            {
                return StringValue.Create(entry.Value);
            }
        }

        return null;
    }
}
