using Fluid.Values;

namespace ConsulRender.Templating.Rounds;

/// <summary>Finds the round that ran for an item before; owned by the loop whose rounds they are.</summary>
/// <remarks>Mostly the items are those of before, or one of them came, went or changed. When it is more, they are found by what they are.</remarks>
internal sealed class RoundFinder
{
    private List<KeptRound> _rounds = [];
    private Dictionary<object, int>? _places;
    private int _next;
    private int _unfound;

    /// <summary>Begins a run, whose items will be asked for in their order.</summary>
    internal void Begin(List<KeptRound> rounds) => (_rounds, _places, _next, _unfound) = (rounds, null, 0, 0);

    /// <summary>Ends it, and gives memory back.</summary>
    internal void End() => _places = null;

    /// <summary>The place of the round among those of before; -1 when it did not run, or need not be looked for long.</summary>
    internal int Find(FluidValue item)
    {
        for (var place = _next; place < Math.Min(_next + 2, _rounds.Count); place++)
        {
            var expected = _rounds[place].Item;
            if (ReferenceEquals(expected, item) || SameValue.Is(expected, item))
            {
                (_next, _unfound) = (place + 1, 0);
                return place;
            }
        }

        return _rounds.Count > 0 && ++_unfound > 1 ? FindAnywhere(item) : -1;
    }

    private int FindAnywhere(FluidValue item)
    {
        if (SameValue.KeyOf(item) is not { } key || !(_places ??= Places()).TryGetValue(key, out var place) || !SameValue.Is(_rounds[place].Item, item))
        {
            return -1;
        }

        _next = place + 1;
        return place;
    }

    private Dictionary<object, int> Places()
    {
        var places = new Dictionary<object, int>(_rounds.Count);
        for (var place = 0; place < _rounds.Count; place++)
        {
            if (SameValue.KeyOf(_rounds[place].Item) is { } key)
            {
                places.TryAdd(key, place);
            }
        }

        return places;
    }
}
