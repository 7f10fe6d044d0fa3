namespace ConsulRender.Templating.Filters.Patterns;

/// <summary>Collects the parts of a class while it is read; owned by the parser.</summary>
internal sealed class SetBuilder
{
    private readonly List<(int First, int Last)> _ranges = [];
    private readonly List<SetItem> _items = [];

    internal void Add(int first, int last) => _ranges.Add((first, last));

    internal void Add((int First, int Last)[] ranges, bool isNegated) => _items.Add(new SetItem(ranges, 0, isNegated));

    internal void Add(uint categories, bool isNegated) => _items.Add(new SetItem([], categories, isNegated));

    internal RuneSet Build(bool ignoresCase, bool isNegated) =>
        new([new SetItem([.. _ranges], 0, IsNegated: false), .. _items], ignoresCase, isNegated);
}
