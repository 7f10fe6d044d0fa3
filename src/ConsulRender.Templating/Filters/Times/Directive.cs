using System.Globalization;

namespace ConsulRender.Templating.Filters.Times;

/// <summary>One <c>%</c> of a time's format with its flags and width, and how these change what it writes; immutable.</summary>
internal sealed record Directive(char Letter, string Flags, int Width, int Colons, int Length)
{
    internal string Padded(TimeNumber number)
    {
        var digits = number.Value.ToString(CultureInfo.InvariantCulture);
        return Flags.Contains('-', StringComparison.Ordinal)
            ? digits
            : digits.PadLeft(Width > 0 ? Width : number.Width, Pad(number.Pad));
    }

    internal string Padded(string words, char pad)
    {
        var cased = Flags.Contains('^', StringComparison.Ordinal) ? words.ToUpperInvariant()
            : Flags.Contains('#', StringComparison.Ordinal) ? Swapped(words)
            : words;
        return Flags.Contains('-', StringComparison.Ordinal) ? cased : cased.PadLeft(Width, Pad(pad));
    }

    // Names are told in capitals, and what is in capitals already (AM, UTC) in small letters.
    private static string Swapped(string words) =>
        words.Any(char.IsAsciiLetterLower) ? words.ToUpperInvariant() : words.ToLowerInvariant();

    private char Pad(char usual) => Flags.LastIndexOfAny(['0', '_']) switch
    {
        < 0 => usual,
        var at => Flags[at] == '0' ? '0' : ' ',
    };
}
