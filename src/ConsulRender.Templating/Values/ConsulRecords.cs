using ConsulRender.Consul;
using Fluid.Values;

namespace ConsulRender.Templating.Values;

/// <summary>Consul's records as templates see them, with Consul's own names for the members. Stateless.</summary>
internal static class ConsulRecords
{
    internal static FluidValue Of(CatalogNode node) =>
        new ConsulRecordValue("a node", "address datacenter id meta node tagged_addresses", node, name => Member(node, name));

    internal static FluidValue Of(NodeServices node) => new ConsulRecordValue(
        "a node",
        "address datacenter id meta node services tagged_addresses",
        node,
        name => name == "services" ? Lists.Of(node.Services, service => new InstanceValue(service)) : Member(node.Node, name));

    internal static FluidValue Of(HealthCheck check) =>
        new ConsulRecordValue("a check", "check_id name node notes service_id service_name service_tags status type", check, name => Member(check, name));

    internal static FluidValue Of(TaggedAddress address) => new ConsulRecordValue("an address", "address port", address, name => name switch
    {
        "address" => StringValue.Create(address.Address),
        "port" => Numbers.Of(address.Port),
        _ => null,
    });

    internal static FluidValue Of(Agent agent) =>
        new ConsulRecordValue("an agent", "address datacenter meta node_id node_name server version", agent, name => Member(agent, name));

    internal static FluidValue Of(CaRoot root) => new ConsulRecordValue(
        "a root certificate",
        "active id intermediate_certs name not_after not_before root_cert trust_domain",
        root,
        name => Member(root, name));

    internal static FluidValue Of(LeafCertificate leaf) => new ConsulRecordValue(
        "a certificate",
        "cert_pem private_key_pem serial_number service service_uri valid_after valid_before",
        leaf,
        name => Member(leaf, name));

    internal static FluidValue OfKey(string key, string? value) => new ConsulRecordValue("a key", "exists key value", new KeyPair(key, key, value ?? "", value is null ? 0UL : 1UL), name => name switch
    {
        "exists" => BooleanValue.Create(value is not null),
        "key" => StringValue.Create(key),
        "value" => StringValue.Create(value ?? ""),
        _ => null,
    });

    internal static FluidValue Weights(ServiceInstance instance) =>
        new ConsulRecordValue("weights", "passing warning", instance, name => name switch
        {
            "passing" => Numbers.Of(instance.PassingWeight),
            "warning" => Numbers.Of(instance.WarningWeight),
            _ => null,
        });

    private static FluidValue? Member(CatalogNode node, string looseName) => looseName switch
    {
        "node" or "name" => StringValue.Create(node.Name),
        "id" => StringValue.Create(node.Id),
        "address" => StringValue.Create(node.Address),
        "datacenter" => StringValue.Create(node.Datacenter),
        "taggedaddresses" => new MetadataValue(node.TaggedAddresses),
        "meta" => new MetadataValue(node.Meta),
        _ => null,
    };

    private static FluidValue? Member(HealthCheck check, string looseName) => looseName switch
    {
        "node" => StringValue.Create(check.Node),
        "checkid" or "id" => StringValue.Create(check.Id),
        "name" => StringValue.Create(check.Name),
        "status" => StringValue.Create(check.Status),
        "notes" => StringValue.Create(check.Notes),
        "serviceid" => StringValue.Create(check.ServiceId),
        "servicename" => StringValue.Create(check.ServiceName),
        "servicetags" => Lists.Of(check.ServiceTags),
        "type" => StringValue.Create(check.Type),
        _ => null,
    };

    private static FluidValue? Member(Agent agent, string looseName) => looseName switch
    {
        "nodename" or "node" => StringValue.Create(agent.Node),
        "nodeid" => StringValue.Create(agent.NodeId),
        "address" => StringValue.Create(agent.Address),
        "datacenter" => StringValue.Create(agent.Datacenter),
        "version" => StringValue.Create(agent.Version),
        "server" => BooleanValue.Create(agent.IsServer),
        "meta" => new MetadataValue(agent.Meta),
        _ => null,
    };

    private static FluidValue? Member(CaRoot root, string looseName) => looseName switch
    {
        "id" => StringValue.Create(root.Id),
        "name" => StringValue.Create(root.Name),
        "rootcert" => StringValue.Create(root.RootCert),
        "intermediatecerts" => Lists.Of(root.IntermediateCerts),
        "active" => BooleanValue.Create(root.Active),
        "notbefore" => StringValue.Create(root.NotBefore),
        "notafter" => StringValue.Create(root.NotAfter),
        "trustdomain" => StringValue.Create(root.TrustDomain),
        _ => null,
    };

    private static StringValue? Member(LeafCertificate leaf, string looseName) => looseName switch
    {
        "service" => StringValue.Create(leaf.Service),
        "serviceuri" => StringValue.Create(leaf.ServiceUri),
        "certpem" => StringValue.Create(leaf.Certificate),
        "privatekeypem" => StringValue.Create(leaf.PrivateKey.Reveal()),
        "serialnumber" => StringValue.Create(leaf.SerialNumber),
        "validafter" => StringValue.Create(leaf.ValidAfter),
        "validbefore" => StringValue.Create(leaf.ValidBefore),
        _ => null,
    };
}
