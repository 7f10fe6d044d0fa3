using ConsulRender.Templating.Values;
using Fluid.Values;

namespace ConsulRender.Templating.Filters;

/// <summary><c>to_json</c>, <c>to_yaml</c> and <c>to_toml</c>: any value as text that other programs read.</summary>
internal static class FormatFilters
{
    internal static string[] Names =>
        ["json", "to_json", "to_json_pretty", "to_toml", "to_unescaped_json", "to_unescaped_json_pretty", "to_yaml"];

    // A configuration file is no web page: nothing is escaped for HTML, so the unescaped ones are the same.
    internal static FilterDefinition? Find(string name) => name switch
    {
        "json" or "to_json" or "to_unescaped_json" => Plain(value => JsonText.Of(value)),
        "to_json_pretty" or "to_unescaped_json_pretty" => Plain(value => JsonText.Of(value, indented: true)),
        "to_toml" => Plain(value => new TomlText().Of(value)),
        "to_yaml" => Plain(value => new Yaml.YamlText().Of(value)),
        _ => null,
    };

    private static FilterDefinition Plain(Func<FluidValue, string> write) =>
        new((input, _, _) => StringValue.Create(write(input)), 0, 0);
}
