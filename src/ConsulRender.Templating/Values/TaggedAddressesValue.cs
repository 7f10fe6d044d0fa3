using ConsulRender.Consul;
using Fluid.Values;

namespace ConsulRender.Templating.Values;

/// <summary>The addresses of an instance by what they are for.</summary>
internal sealed class TaggedAddressesValue(EquatableList<TaggedAddress> addresses) : MapValue
{
    internal override int Count => addresses.Count;

    internal override IEnumerable<KeyValuePair<string, FluidValue>> Entries =>
        addresses.Select(address => KeyValuePair.Create(address.Tag, ConsulRecords.Of(address)));

    internal override FluidValue? Find(string key)
    {
        foreach (var address in addresses)
        {
            if (address.Tag == key)
            {
                return ConsulRecords.Of(address);
            }
        }

        return null;
    }
}
