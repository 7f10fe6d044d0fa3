namespace ConsulRender.Templating.Filters;

/// <summary>All filters by name; nothing is made before a template uses it.</summary>
internal static class FilterTable
{
    internal static IEnumerable<string> Names =>
    [
        .. TextFilters.Names,
        .. MarkupFilters.Names,
        .. NumberFilters.Names,
        .. ListFilters.Names,
        .. OwnNames,
        .. FluidFilters.Names,
        .. SafeFilters.Names,
        .. ShapeFilters.Names,
        .. RegexFindFilters.Names,
        .. AddressFilters.Names,
        .. UrlFilters.Names,
        .. VersionFilters.Names,
        .. DataNames,
    ];

    private static string[] OwnNames => ["by_tag", "date", "default", "group_by", "regex_match", "regex_replace_all", "ternary"];

    private static IEnumerable<string> DataNames =>
    [
        .. Base64Filters.Names, .. ContainsFilters.Names, .. FormatFilters.Names, .. GroupFilters.Names, .. MapFilters.Names,
        .. ParseFilters.Names, .. ReshapingFilters.Names, .. TrimFilters.Names,
    ];

    internal static FilterDefinition? Find(string name) => FindGeneral(name) ?? FindSpecial(name) ?? FindData(name);

    private static FilterDefinition? FindGeneral(string name) =>
        TextFilters.Find(name) ?? MarkupFilters.Find(name) ?? NumberFilters.Find(name) ?? ListFilters.Find(name) ?? FindOwn(name)
        ?? FluidFilters.Find(name);

    private static FilterDefinition? FindSpecial(string name) =>
        SafeFilters.Find(name)
        ?? ShapeFilters.Find(name)
        ?? RegexFindFilters.Find(name)
        ?? AddressFilters.Find(name)
        ?? UrlFilters.Find(name)
        ?? VersionFilters.Find(name);

    private static FilterDefinition? FindOwn(string name) => name switch
    {
        "by_tag" => new(ByTagFilter.Apply, 0, 0),
        "date" => new(DateFilter.Apply, 1, 1),
        "default" => new(DefaultFilter.Apply, 0, 1) { Named = ["allow_false"], TakesUndefined = true },
        "group_by" => new(GroupByFilter.Apply, 1, 1),
        "regex_match" => new(RegexMatchFilter.Apply, 1, 1) { HasPattern = true },
        "regex_replace_all" => new(RegexReplaceAllFilter.Apply, 2, 2) { HasPattern = true },
        "ternary" => new(TernaryFilter.Apply, 2, 2) { TakesUndefined = true },
        _ => null,
    };

    private static FilterDefinition? FindData(string name) =>
        Base64Filters.Find(name) ?? ContainsFilters.Find(name) ?? FormatFilters.Find(name) ?? GroupFilters.Find(name) ??
        MapFilters.Find(name) ?? ParseFilters.Find(name) ?? ReshapingFilters.Find(name) ?? TrimFilters.Find(name);
}
