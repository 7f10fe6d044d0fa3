using ConsulRender.Consul.Dependencies;

namespace ConsulRender.Templating.Functions;

/// <summary>All functions by name; each is made when a template first uses it.</summary>
internal static class FunctionTable
{
    internal static IReadOnlyList<string> Names { get; } =
    [
        "agent", "ca_leaf", "ca_roots", "checks", "config_entry", "connect", "datacenters", "env", "env_or_default", "exported_services", "file",
        "imported_services", "interface_ip", "interface_ips", "key", "key_exists", "key_exists_get", "key_or_default", "keys", "loop", "ls", "must_env",
        "node", "nodes", "partitions", "peerings", "prepared_query", "private_ip", "private_ips", "public_ip", "public_ips", "safe_ls", "safe_tree",
        "service", "services", "timestamp", "tree", "vars",
    ];

    internal static TemplateFunction? Find(string name) => OfCatalog(name) ?? OfKeys(name) ?? OfMesh(name) ?? OfHost(name);

    private static TemplateFunction? OfCatalog(string name) => name switch
    {
        "agent" => new AgentFunction(),
        "checks" => new ChecksFunction(),
        "connect" => new ServiceFunction(name, connect: true),
        "datacenters" => new DatacentersFunction(),
        "node" => new NodeFunction(),
        "nodes" => new NodesFunction(),
        "prepared_query" => new PreparedQueryFunction(),
        "service" => new ServiceFunction(),
        "services" => new ServicesFunction(),
        _ => null,
    };

    private static TemplateFunction? OfKeys(string name) => name switch
    {
        "key" => new KeyFunction(),
        "key_exists" => new KeyExistsFunction(),
        "key_exists_get" => new KeyExistsGetFunction(),
        "key_or_default" => new KeyOrDefaultFunction(),
        "keys" => new KeysFunction(),
        "ls" => new LsFunction(),
        "safe_ls" => new LsFunction(name, waits: true),
        "safe_tree" => new TreeFunction(name, waits: true),
        "tree" => new TreeFunction(),
        _ => null,
    };

    private static TemplateFunction? OfMesh(string name) => name switch
    {
        "ca_leaf" => new CaLeafFunction(),
        "ca_roots" => new CaRootsFunction(),
        "config_entry" => new ConfigEntryFunction(),
        "exported_services" => new PlainListFunction(name, scope => new ExportedServices { Scope = scope }),
        "imported_services" => new PlainListFunction(name, scope => new ImportedServices { Scope = scope }),
        "partitions" => new PlainListFunction(name, scope => new Partitions { Scope = scope }),
        "peerings" => new PlainListFunction(name, scope => new Peerings { Scope = scope }),
        _ => null,
    };

    private static TemplateFunction? OfHost(string name) => name switch
    {
        "env" => new EnvFunction(),
        "env_or_default" => new EnvOrDefaultFunction(),
        "file" => new FileFunction(),
        "interface_ip" => new AddressFunction(name, AddressKind.Interface),
        "interface_ips" => new AddressFunction(name, AddressKind.Interface, all: true),
        "loop" => new LoopFunction(),
        "must_env" => new MustEnvFunction(),
        "private_ip" => new AddressFunction(name, AddressKind.Private),
        "private_ips" => new AddressFunction(name, AddressKind.Private, all: true),
        "public_ip" => new AddressFunction(name, AddressKind.Public),
        "public_ips" => new AddressFunction(name, AddressKind.Public, all: true),
        "timestamp" => new TimestampFunction(),
        "vars" => new VarsFunction(),
        _ => null,
    };
}
