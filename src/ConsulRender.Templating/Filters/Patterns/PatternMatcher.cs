using ConsulRender.Templating.Parsing;

namespace ConsulRender.Templating.Filters.Patterns;

/// <summary>Looks for matches of a program; keeps what it needs for the next search, so it serves one search at a time.</summary>
internal abstract class PatternMatcher(int groups)
{
    private long _allowed = long.MaxValue;
    private long _stepsLeft = long.MaxValue;

    /// <summary>Start and end of each group of the last match; -1 for a group that took no part.</summary>
    internal int[] Groups { get; } = new int[groups * 2];

    /// <summary>Looks for the first match from a place on.</summary>
    /// <exception cref="InvalidOperationException">That takes more steps than <see cref="Allow"/> has left.</exception>
    internal abstract bool Find(string text, int start, bool wantsGroups);

    /// <summary>Sets how many steps the next searches may take together.</summary>
    internal void Allow(long steps) => (_allowed, _stepsLeft) = (steps, steps);

    /// <summary>How many of a string's units the character at a place takes.</summary>
    internal static int WidthAt(string text, int position) =>
        char.IsHighSurrogate(text[position]) && position + 1 < text.Length && char.IsLowSurrogate(text[position + 1]) ? 2 : 1;

    protected void Take(int steps)
    {
        if ((_stepsLeft -= steps) < 0)
        {
            throw new InvalidOperationException($"this search takes more than {_allowed} steps{Limits.Raise("pattern_steps")}");
        }
    }

    protected static int RuneAt(string text, int position) =>
        WidthAt(text, position) == 2 ? char.ConvertToUtf32(text[position], text[position + 1]) : text[position];

    protected static bool Holds(Place place, string text, int position) => place switch
    {
        Place.TextStart => position == 0,
        Place.TextEnd => position == text.Length,
        Place.LineStart => position == 0 || text[position - 1] == '\n',
        Place.LineEnd => position == text.Length || text[position] == '\n',
        Place.WordBoundary => IsBoundary(text, position),
        _ => !IsBoundary(text, position),
    };

    private static bool IsBoundary(string text, int position) =>
        (position > 0 && IsWord(text[position - 1])) != (position < text.Length && IsWord(text[position]));

    private static bool IsWord(char character) => char.IsAsciiLetterOrDigit(character) || character == '_';
}
