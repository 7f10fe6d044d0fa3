namespace ConsulRender.Templating.Functions;

/// <summary>All functions by name; each is made when a template first uses it.</summary>
internal static class FunctionTable
{
    internal static IReadOnlyList<string> Names { get; } =
    [
        "env", "env_or_default", "file", "interface_ip", "interface_ips", "key", "key_exists", "key_or_default", "loop", "ls", "must_env",
        "private_ip", "private_ips", "public_ip", "public_ips", "service", "services", "timestamp", "tree", "vars",
    ];

    internal static TemplateFunction? Find(string name) => name switch
    {
        "env" => new EnvFunction(),
        "env_or_default" => new EnvOrDefaultFunction(),
        "file" => new FileFunction(),
        "interface_ip" => new AddressFunction(name, AddressKind.Interface),
        "interface_ips" => new AddressFunction(name, AddressKind.Interface, all: true),
        "key" => new KeyFunction(),
        "key_exists" => new KeyExistsFunction(),
        "key_or_default" => new KeyOrDefaultFunction(),
        "loop" => new LoopFunction(),
        "ls" => new LsFunction(),
        "must_env" => new MustEnvFunction(),
        "private_ip" => new AddressFunction(name, AddressKind.Private),
        "private_ips" => new AddressFunction(name, AddressKind.Private, all: true),
        "public_ip" => new AddressFunction(name, AddressKind.Public),
        "public_ips" => new AddressFunction(name, AddressKind.Public, all: true),
        "service" => new ServiceFunction(),
        "services" => new ServicesFunction(),
        "timestamp" => new TimestampFunction(),
        "tree" => new TreeFunction(),
        "vars" => new VarsFunction(),
        _ => null,
    };
}
