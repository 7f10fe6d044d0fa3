using ConsulRender.Templating.Filters.Versions;
using ConsulRender.Templating.Values;
using Fluid.Values;

namespace ConsulRender.Templating.Filters;

/// <summary>Filters on semantic versions.</summary>
internal static class VersionFilters
{
    internal static IReadOnlyList<string> Names => ["semver", "semver_compare", "sort_semver"];

    internal static FilterDefinition? Find(string name) => name switch
    {
        "semver" => new((input, _, _) => ValueOf(input), 0, 0),
        "semver_compare" => new((input, arguments, _) => Compare(input, arguments.At(0)), 1, 1),
        "sort_semver" => new((input, arguments, _) => ListFilters.Sorted(input, arguments, new VersionOrder(), Rank), 0, 1),
        _ => null,
    };

    private static BooleanValue Compare(FluidValue input, FluidValue constraint) =>
        BooleanValue.Create(new VersionConstraint(PlainText.Of(constraint)).Holds(ValueOf(input).Version));

    private static FluidValue Rank(FluidValue value) => value is BaseNilValue ? value : ValueOf(value);

    private static VersionValue ValueOf(FluidValue input) => input switch
    {
        VersionValue version => version,
        NumberValue => throw new ArgumentException("a version must be text; as a number 1.10 is the same as 1.1"),
        _ => new VersionValue(SemanticVersion.Parse(PlainText.Of(input))),
    };

    /// <summary>The order of versions by semver.org, nil last.</summary>
    private sealed class VersionOrder : IComparer<FluidValue>
    {
        public int Compare(FluidValue? x, FluidValue? y) => (x, y) switch
        {
            (VersionValue first, VersionValue second) => first.Version.CompareTo(second.Version),
            (VersionValue, _) => -1,
            (_, VersionValue) => 1,
            _ => 0,
        };
    }
}
