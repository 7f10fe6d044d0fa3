using ConsulRender.Templating.Filters.Patterns;
using ConsulRender.Templating.Nodes;
using ConsulRender.Templating.Parsing;
using ConsulRender.Templating.Values;
using Fluid;
using Fluid.Values;

namespace ConsulRender.Templating.Filters;

/// <summary>Filters that take what a regular expression matches, or what stands between the matches.</summary>
internal static class RegexFindFilters
{
    internal static IReadOnlyList<string> Names => ["regex_find", "regex_find_all", "regex_split"];

    internal static FilterDefinition? Find(string name) => name switch
    {
        "regex_find" => new(FindFirst, 1, 1) { HasPattern = true, Named = ["group"] },
        "regex_find_all" => new(FindAll, 1, 1) { HasPattern = true, Named = ["group"] },
        "regex_split" => new(Split, 1, 1) { HasPattern = true },
        _ => null,
    };

    // No match is nil and not the empty text, so that a condition and default can tell.
    private static FluidValue FindFirst(FluidValue input, FilterArguments arguments, RenderState state)
    {
        var (text, pattern) = (PlainText.Of(input), Pattern(arguments, state));
        var group = GroupOf(pattern, arguments);
        var places = pattern.FindAll(text, group, most: 1);
        return places.Count == 0 ? NilValue.Instance : Piece(text, places, 0);
    }

    private static ArrayValue FindAll(FluidValue input, FilterArguments arguments, RenderState state)
    {
        var (text, pattern) = (PlainText.Of(input), Pattern(arguments, state));
        var places = Bounded(pattern.FindAll(text, GroupOf(pattern, arguments), Limits.RangeLength + 1));
        var found = new FluidValue[places.Count / 2];
        for (var index = 0; index < found.Length; index++)
        {
            found[index] = Piece(text, places, index);
        }

        return new ArrayValue(found);
    }

    // As Go splits: an empty match at the very start separates nothing, and one at the end leaves nothing behind.
    private static ArrayValue Split(FluidValue input, FilterArguments arguments, RenderState state)
    {
        var text = PlainText.Of(input);
        var places = Bounded(Pattern(arguments, state).FindAll(text, group: 0, Limits.RangeLength + 1));
        var pieces = new List<FluidValue>();
        var (begin, end) = (0, 0);
        for (var index = 0; text.Length > 0 && index < places.Count; index += 2)
        {
            end = places[index];
            if (places[index + 1] > 0)
            {
                pieces.Add(StringValue.Create(text[begin..end]));
            }

            begin = places[index + 1];
        }

        if (end < text.Length || text.Length == 0)
        {
            pieces.Add(StringValue.Create(text[begin..]));
        }

        return new ArrayValue(pieces);
    }

    private static GoPattern Pattern(FilterArguments arguments, RenderState state) => state.Patterns.Get(arguments.At(0).ToText());

    private static int GroupOf(GoPattern pattern, FilterArguments arguments)
    {
        var group = arguments["group"];
        return group is BaseNilValue ? 0 : pattern.GroupNumber(PlainText.Of(group)) is var number and >= 0
            ? number
            : throw new ArgumentException($"the pattern has no group {PlainText.Quoted(group.ToText())}");
    }

    // A group that took no part in its match is nil.
    private static FluidValue Piece(string text, List<int> places, int index) =>
        places[index * 2] < 0 ? NilValue.Instance : StringValue.Create(text[places[index * 2]..places[(index * 2) + 1]]);

    private static List<int> Bounded(List<int> places) => places.Count / 2 <= Limits.RangeLength
        ? places
        : throw new ArgumentException($"there are more than {Limits.RangeLength} matches");
}
