using System.Text.Json;

namespace ConsulRender.Consul.Dependencies;

/// <summary>One node of Consul's answer while it is read; owned by the parser.</summary>
internal struct NodeEntry(SharedValues shared)
{
    internal static Comparison<CatalogNode> ByName { get; } = (left, right) => string.CompareOrdinal(left.Name, right.Name);

    internal string Name { get; private set; } = "";

    internal string Id { get; private set; } = "";

    internal string Address { get; private set; } = "";

    internal string Datacenter { get; private set; } = "";

    internal EquatableList<KeyValuePair<string, string>> TaggedAddresses { get; private set; } = [];

    internal EquatableList<KeyValuePair<string, string>> Meta { get; private set; } = [];

    /// <summary>Reads the members of the object that the reader stands in.</summary>
    internal NodeEntry Read(ref Utf8JsonReader body)
    {
        while (ConsulJson.NextMember(ref body))
        {
            if (body.ValueTextEquals("Node"u8))
            {
                Name = ConsulJson.Text(ref body, shared);
            }
            else if (body.ValueTextEquals("ID"u8))
            {
                Id = ConsulJson.Text(ref body, shared);
            }
            else if (body.ValueTextEquals("Address"u8))
            {
                Address = ConsulJson.Text(ref body, shared);
            }
            else if (body.ValueTextEquals("Datacenter"u8))
            {
                Datacenter = ConsulJson.Text(ref body, shared);
            }
            else if (body.ValueTextEquals("TaggedAddresses"u8))
            {
                TaggedAddresses = ConsulJson.Pairs(ref body, shared);
            }
            else if (body.ValueTextEquals("Meta"u8))
            {
                Meta = ConsulJson.Pairs(ref body, shared);
            }
            else
            {
                body.Skip();
            }
        }

        return this;
    }

    /// <summary>Whether the node is this one.</summary>
    internal readonly bool Is(CatalogNode node) => node.Name == Name && node.Id == Id && node.Address == Address && node.Datacenter == Datacenter
        && node.TaggedAddresses.Equals(TaggedAddresses) && node.Meta.Equals(Meta);

    internal readonly CatalogNode ToNode() =>
        new() { Name = Name, Id = Id, Address = Address, Datacenter = Datacenter, TaggedAddresses = TaggedAddresses, Meta = Meta };
}
