using System.Globalization;

namespace ConsulRender.Templating.Filters.Patterns;

/// <summary>A set of characters, possibly without regard to case, possibly all others; immutable.</summary>
internal sealed class RuneSet
{
    internal const int LastRune = 0x10FFFF;

    private readonly SetItem[] _items;
    private readonly bool _ignoresCase;
    private readonly bool _isNegated;
    private readonly ulong _lowAscii;
    private readonly ulong _highAscii;

    internal RuneSet(SetItem[] items, bool ignoresCase, bool isNegated)
    {
        _items = items;
        _ignoresCase = ignoresCase;
        _isNegated = isNegated;
        foreach (var item in items)
        {
            _lowAscii |= item.Ascii(0, ignoresCase);
            _highAscii |= item.Ascii(64, ignoresCase);
        }

        if (isNegated)
        {
            (_lowAscii, _highAscii) = (~_lowAscii, ~_highAscii);
        }
    }

    /// <summary>The one character that is in it; null when there are others, or when case does not count.</summary>
    internal int? Single =>
        !_isNegated && !_ignoresCase && _items is [{ IsNegated: false, Ranges: [var (first, last)] }] && first == last ? first : null;

    internal static RuneSet Of(int rune, bool ignoresCase) =>
        new([new SetItem([(rune, rune)], 0, IsNegated: false)], ignoresCase, isNegated: false);

    internal bool Contains(int rune) => rune < 128 ? ((rune < 64 ? _lowAscii : _highAscii) >> (rune & 63) & 1) != 0 : Holds(rune);

    private bool Holds(int rune) => Array.Exists(_items, item => item.Contains(rune, _ignoresCase)) != _isNegated;
}

/// <summary>
/// A part of a set: ranges, Unicode categories as bits, or all that is in neither. Case is forgotten before others are taken, as in
/// Go.
/// </summary>
internal sealed record SetItem((int First, int Last)[] Ranges, uint Categories, bool IsNegated)
{
    internal bool Contains(int rune, bool ignoresCase) => (Has(rune) || (ignoresCase && CaseFolding.Others(rune).Any(Has))) != IsNegated;

    /// <summary>Which of 64 ASCII characters are in it, as bits.</summary>
    internal ulong Ascii(int first, bool ignoresCase)
    {
        var bits = 0UL;
        if (Categories == 0 && !ignoresCase)
        {
            foreach (var range in Ranges)
            {
                bits |= Bits(Math.Max(range.First - first, 0), Math.Min(range.Last - first, 63));
            }

            return IsNegated ? ~bits : bits;
        }

        for (var rune = 0; rune < 64; rune++)
        {
            bits |= Contains(first + rune, ignoresCase) ? 1UL << rune : 0;
        }

        return bits;
    }

    private static ulong Bits(int first, int last) => first > last ? 0 : ulong.MaxValue << first & ulong.MaxValue >> (63 - last);

    private bool Has(int rune)
    {
        foreach (var (first, last) in Ranges)
        {
            if (rune >= first && rune <= last)
            {
                return true;
            }
        }

        return Categories != 0 && (Categories >> (int)CharUnicodeInfo.GetUnicodeCategory(rune) & 1) != 0;
    }
}
