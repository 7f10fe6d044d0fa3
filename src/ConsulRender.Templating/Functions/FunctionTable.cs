namespace ConsulRender.Templating.Functions;

/// <summary>All functions by name; each is made when a template first uses it.</summary>
internal static class FunctionTable
{
    internal static IReadOnlyList<string> Names { get; } =
        ["env", "key", "key_exists", "key_or_default", "ls", "service", "services", "tree", "vars"];

    internal static TemplateFunction? Find(string name) => name switch
    {
        "env" => new EnvFunction(),
        "key" => new KeyFunction(),
        "key_exists" => new KeyExistsFunction(),
        "key_or_default" => new KeyOrDefaultFunction(),
        "ls" => new LsFunction(),
        "service" => new ServiceFunction(),
        "services" => new ServicesFunction(),
        "tree" => new TreeFunction(),
        "vars" => new VarsFunction(),
        _ => null,
    };
}
