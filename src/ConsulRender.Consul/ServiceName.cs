namespace ConsulRender.Consul;

/// <summary>One service of the catalog with the tags of all its instances, sorted and unique.</summary>
/// <seealso href="https://developer.hashicorp.com/consul/api-docs/catalog#list-services"/>
public sealed record ServiceName(string Name, EquatableList<string> Tags);
