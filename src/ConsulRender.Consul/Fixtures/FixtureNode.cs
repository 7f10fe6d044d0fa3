namespace ConsulRender.Consul.Fixtures;

/// <summary>Reads a node as a fixture describes it. Stateless.</summary>
internal static class FixtureNode
{
    internal static CatalogNode Read(ref FixtureReader reader, string name)
    {
        var offset = reader.Offset;
        string? address = null;
        SortedList<string, string>? meta = null;
        reader.EnterObject($"\"{name}\"");
        while (reader.NextMember(out var member))
        {
            switch (member)
            {
                case "address" when address is null:
                    address = reader.Text("\"address\"");
                    break;
                case "meta" when meta is null:
                    meta = reader.Texts("\"meta\"");
                    break;
                case "address" or "meta":
                    throw reader.Twice(reader.Offset, member);
                default:
                    throw reader.Unknown(member, "address, meta");
            }
        }

        return address is null
            ? throw reader.Fail(offset, $"node \"{name}\" has no address; add \"address\"")
            : new() { Name = name, Address = address, Meta = [.. meta ?? []] };
    }
}
