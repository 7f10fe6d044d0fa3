using System.Text;
using ConsulRender.Templating.Parsing;

namespace ConsulRender.Templating.Filters.Patterns;

/// <summary>Reads a regular expression in Go's syntax; what Go refuses is refused with a reason. Used once.</summary>
/// <seealso href="https://pkg.go.dev/regexp/syntax"/>
internal sealed partial class PatternParser(string pattern)
{
    private const int LargestRepeat = 1000;

    private static readonly RuneSet AnyRune = new([], ignoresCase: false, isNegated: true);
    private static readonly RuneSet NoLineEnd = new([new SetItem([('\n', '\n')], 0, IsNegated: false)], ignoresCase: false, isNegated: true);

    private readonly List<string> _groupNames = [""];
    private int _position;
    private int _depth;
    private Flags _flags;

    [Flags]
    private enum Flags
    {
        None = 0,
        IgnoreCase = 1,
        MultiLine = 2,
        PointIsAny = 4,
        Ungreedy = 8,
    }

    /// <summary>The names of the groups by number; empty for those without a name.</summary>
    internal IReadOnlyList<string> GroupNames => _groupNames;

    internal PatternNode Parse()
    {
        var node = ParseChoice();
        return _position == pattern.Length ? node : throw Bad("there is a \")\" too many");
    }

    private PatternNode ParseChoice()
    {
        if (++_depth > Limits.PatternNesting)
        {
            throw Bad($"its groups are nested more than {Limits.PatternNesting} deep");
        }

        var branches = new List<PatternNode>();
        do
        {
            branches.Add(ParseSequence());
        }
        while (Take('|'));
        _depth--;
        return branches is [var only] ? only : new PatternNode.Choice([.. branches]);
    }

    private PatternNode.Sequence ParseSequence()
    {
        var items = new List<PatternNode>();
        var wasRepeat = false;
        while (_position < pattern.Length && pattern[_position] is not ('|' or ')'))
        {
            var start = _position;
            if (TryParseRepeat(out var least, out var most))
            {
                Repeat(items, start, wasRepeat, least, most);
                wasRepeat = true;
            }
            else
            {
                ParseItems(items);
                wasRepeat = false;
            }
        }

        return new PatternNode.Sequence([.. items]);
    }

    private void Repeat(List<PatternNode> items, int start, bool wasRepeat, int least, int? most)
    {
        var isLazy = Take('?') != _flags.HasFlag(Flags.Ungreedy);
        var operation = pattern[start.._position];
        if (wasRepeat)
        {
            throw Bad($"\"{operation}\" repeats what is repeated already");
        }

        if (items.Count == 0)
        {
            throw Bad($"\"{operation}\" has nothing to repeat");
        }

        var repeat = new PatternNode.Repeat(items[^1], least, most, isLazy);
        if (least > LargestRepeat || most > LargestRepeat || least > (most ?? least) || Times(repeat) > LargestRepeat)
        {
            throw Bad($"\"{operation}\" repeats too often, or less often than it should");
        }

        items[^1] = repeat;
    }

    // Counts multiply when repeats stand inside each other.
    private static long Times(PatternNode node) => node switch
    {
        PatternNode.Repeat repeat => Math.Max(1, repeat.Most ?? repeat.Least) * Times(repeat.Inner),
        PatternNode.Group group => Times(group.Inner),
        PatternNode.Sequence sequence => sequence.Items.Select(Times).DefaultIfEmpty(1).Max(),
        PatternNode.Choice choice => choice.Items.Select(Times).DefaultIfEmpty(1).Max(),
        _ => 1,
    };

    private bool TryParseRepeat(out int least, out int? most)
    {
        (least, most) = (0, null);
        switch (pattern[_position])
        {
            case '*':
                _position++;
                return true;
            case '+':
                _position++;
                least = 1;
                return true;
            case '?':
                _position++;
                most = 1;
                return true;
            case '{':
                return TryParseCounts(out least, out most);
            default:
                return false;
        }
    }

    // Braces that hold no counts are ordinary characters.
    private bool TryParseCounts(out int least, out int? most)
    {
        var start = _position++;
        most = null;
        if (TryParseCount(out least))
        {
            most = least;
            if (Take(','))
            {
                most = TryParseCount(out var count) ? count : null;
            }

            if (Take('}'))
            {
                return true;
            }
        }

        _position = start;
        return false;
    }

    private bool TryParseCount(out int count)
    {
        var start = _position;
        while (_position < pattern.Length && char.IsAsciiDigit(pattern[_position]))
        {
            _position++;
        }

        var digits = pattern.AsSpan(start, _position - start);
        if (digits.Length > 1 && digits[0] == '0')
        {
            count = 0;
            return false;
        }

        // More digits than an int has are too many times in any case.
        return int.TryParse(digits.Length > 8 ? digits[..8] : digits, out count);
    }

    private void ParseItems(List<PatternNode> items)
    {
        var first = pattern[_position];
        if (first == '\\' && _position + 1 < pattern.Length && pattern[_position + 1] == 'Q')
        {
            ParseQuoted(items);
            return;
        }

        var item = first switch
        {
            '(' => ParseGroup(),
            '[' => ParseClass(),
            '\\' => ParseEscape(),
            _ => ParseCharacter(first),
        };
        if (item is not null)
        {
            items.Add(item);
        }
    }

    private PatternNode ParseCharacter(char first)
    {
        var rune = NextRune();
        return first switch
        {
            '^' => new PatternNode.At(_flags.HasFlag(Flags.MultiLine) ? Place.LineStart : Place.TextStart),
            '$' => new PatternNode.At(_flags.HasFlag(Flags.MultiLine) ? Place.LineEnd : Place.TextEnd),
            '.' => new PatternNode.One(_flags.HasFlag(Flags.PointIsAny) ? AnyRune : NoLineEnd),
            _ => Literal(rune),
        };
    }

    private PatternNode.One Literal(int rune) => new(RuneSet.Of(rune, _flags.HasFlag(Flags.IgnoreCase)));

    private void ParseQuoted(List<PatternNode> items)
    {
        _position += 2;
        while (_position < pattern.Length)
        {
            if (Ahead("\\E"))
            {
                _position += 2;
                return;
            }

            items.Add(Literal(NextRune()));
        }
    }

    private int NextRune()
    {
        var status = Rune.DecodeFromUtf16(pattern.AsSpan(_position), out var rune, out var length);
        var value = status == System.Buffers.OperationStatus.Done ? rune.Value : pattern[_position];
        _position += length;
        return value;
    }

    private bool Take(char character)
    {
        var isNext = _position < pattern.Length && pattern[_position] == character;
        _position += isNext ? 1 : 0;
        return isNext;
    }

    private bool Ahead(string text) => pattern.AsSpan(_position).StartsWith(text, StringComparison.Ordinal);

    private FormatException Bad(string reason) => new($"bad regular expression \"{pattern}\": {reason}");
}
