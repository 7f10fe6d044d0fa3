namespace ConsulRender.Templating.Filters;

/// <summary>All filters by name; nothing is made before a template uses it.</summary>
internal static class FilterTable
{
    internal static IEnumerable<string> Names =>
        [.. TextFilters.Names, .. NumberFilters.Names, .. ListFilters.Names, .. OwnNames, .. FluidFilters.Names];

    private static string[] OwnNames => ["by_tag", "default", "json", "regex_match", "regex_replace_all", "to_json"];

    internal static FilterDefinition? Find(string name) =>
        TextFilters.Find(name) ?? NumberFilters.Find(name) ?? ListFilters.Find(name) ?? FindOwn(name) ?? FluidFilters.Find(name);

    private static FilterDefinition? FindOwn(string name) => name switch
    {
        "by_tag" => new(ByTagFilter.Apply, 0, 0),
        "default" => new(DefaultFilter.Apply, 0, 1) { Named = ["allow_false"], TakesUndefined = true },
        "json" or "to_json" => new(ToJsonFilter.Apply, 0, 0),
        "regex_match" => new(RegexMatchFilter.Apply, 1, 1) { HasPattern = true },
        "regex_replace_all" => new(RegexReplaceAllFilter.Apply, 2, 2) { HasPattern = true },
        _ => null,
    };
}
