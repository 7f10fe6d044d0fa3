using System.Globalization;

namespace ConsulRender.Templating.Filters.Patterns;

/// <summary>Escapes and classes of characters.</summary>
internal sealed partial class PatternParser
{
    private PatternNode ParseEscape()
    {
        if (_position + 1 < pattern.Length && PlaceOf(pattern[_position + 1]) is { } place)
        {
            _position += 2;
            return new PatternNode.At(place);
        }

        var set = new SetBuilder();
        return TryParseNamedSet(set)
            ? new PatternNode.One(set.Build(_flags.HasFlag(Flags.IgnoreCase), isNegated: false))
            : Literal(ParseEscapedRune());
    }

    private static Place? PlaceOf(char letter) => letter switch
    {
        'A' => Place.TextStart,
        'z' => Place.TextEnd,
        'b' => Place.WordBoundary,
        'B' => Place.NoWordBoundary,
        _ => null,
    };

    private PatternNode.One ParseClass()
    {
        _position++;
        var isNegated = Take('^');
        var set = new SetBuilder();
        for (var first = true; first || !Ahead("]"); first = false)
        {
            if (_position >= pattern.Length)
            {
                throw Bad("a class of characters is not closed");
            }

            if (!TryParsePosixSet(set) && !TryParseNamedSet(set))
            {
                ParseRange(set);
            }
        }

        _position++;
        return new PatternNode.One(set.Build(_flags.HasFlag(Flags.IgnoreCase), isNegated));
    }

    private void ParseRange(SetBuilder set)
    {
        var start = _position;
        var low = ParseClassRune();
        var high = low;
        if (_position + 1 < pattern.Length && pattern[_position] == '-' && pattern[_position + 1] != ']')
        {
            _position++;
            high = ParseClassRune();
            if (high < low)
            {
                throw Bad($"the range \"{pattern[start.._position]}\" goes backwards");
            }
        }

        set.Add(low, high);
    }

    private int ParseClassRune()
    {
        if (_position >= pattern.Length)
        {
            throw Bad("a class of characters is not closed");
        }

        return pattern[_position] == '\\' ? ParseEscapedRune() : NextRune();
    }

    // [:name:] inside a class.
    private bool TryParsePosixSet(SetBuilder set)
    {
        var end = Ahead("[:") ? pattern.IndexOf(":]", _position + 2, StringComparison.Ordinal) : -1;
        if (end < 0)
        {
            return false;
        }

        var name = pattern[(_position + 2)..end];
        var isNegated = name.StartsWith('^');
        var ranges = NamedSets.Posix(isNegated ? name[1..] : name) ?? throw Bad($"there is no class \"[:{name}:]\"");
        set.Add(ranges, isNegated);
        _position = end + 2;
        return true;
    }

    // \d and its kind, \pL, \p{Greek}, and their opposites in upper case.
    private bool TryParseNamedSet(SetBuilder set)
    {
        if (pattern[_position] != '\\' || _position + 1 >= pattern.Length)
        {
            return false;
        }

        var letter = pattern[_position + 1];
        if (letter is 'p' or 'P')
        {
            ParseUnicodeSet(set, letter == 'P');
            return true;
        }

        if (NamedSets.Perl(char.ToLowerInvariant(letter)) is not { } ranges)
        {
            return false;
        }

        set.Add(ranges, char.IsAsciiLetterUpper(letter));
        _position += 2;
        return true;
    }

    private void ParseUnicodeSet(SetBuilder set, bool isNegated)
    {
        var start = _position;
        _position += 2;
        var name = ParseSetName(start);
        if (name.StartsWith('^'))
        {
            (name, isNegated) = (name[1..], !isNegated);
        }

        if (NamedSets.Category(name) is { } categories)
        {
            set.Add(categories, isNegated);
        }
        else
        {
            set.Add(Scripts.Find(name) ?? throw Bad($"the Unicode set \"{pattern[start.._position]}\" is not known"), isNegated);
        }
    }

    private string ParseSetName(int start)
    {
        if (!Take('{'))
        {
            return _position < pattern.Length
                ? char.ConvertFromUtf32(NextRune())
                : throw Bad($"\"{pattern[start..]}\" needs the name of a Unicode set");
        }

        var end = pattern.IndexOf('}', _position);
        if (end < 0)
        {
            throw Bad($"\"{pattern[start..]}\" is not closed");
        }

        var name = pattern[_position..end];
        _position = end + 1;
        return name;
    }

    private int ParseEscapedRune()
    {
        var start = _position++;
        if (_position >= pattern.Length)
        {
            throw Bad("it ends with a backslash");
        }

        var letter = pattern[_position++];
        return letter switch
        {
            'a' => '\a',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'v' => '\v',
            'x' => ParseHexadecimal(start),
            >= '0' and <= '7' => ParseOctal(start, letter),
            _ when letter < 128 && !char.IsAsciiLetterOrDigit(letter) => letter,
            _ => throw Bad($"there is no escape \"\\{letter}\""),
        };
    }

    private int ParseHexadecimal(int start)
    {
        var isBraced = Take('{');
        var end = isBraced ? pattern.IndexOf('}', _position) : Math.Min(_position + 2, pattern.Length);
        var digits = end < 0 ? "" : pattern[_position..end];
        if ((!isBraced && digits.Length < 2) || digits.Length > 8 || !digits.All(char.IsAsciiHexDigit)
            || !int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var rune) || rune is < 0 or > RuneSet.LastRune)
        {
            throw Bad($"\"{pattern[start..Math.Min(start + 4, pattern.Length)]}\" needs a hexadecimal number of a character");
        }

        _position = isBraced ? end + 1 : end;
        return rune;
    }

    private int ParseOctal(int start, char first)
    {
        var rune = first - '0';
        var digits = 1;
        while (digits < 3 && _position < pattern.Length && pattern[_position] is >= '0' and <= '7')
        {
            rune = (rune * 8) + pattern[_position++] - '0';
            digits++;
        }

        if (digits == 1 && first != '0')
        {
            throw Bad($"\"{pattern[start.._position]}\" refers back to a group, and Go's regular expressions, which take linear time, cannot");
        }

        return rune;
    }
}
