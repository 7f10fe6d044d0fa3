namespace ConsulRender.Templating;

/// <summary>Patterns as Go's <c>filepath.Match</c> reads them: <c>*</c>, <c>?</c>, <c>[a-z]</c>, <c>[^a-z]</c> and <c>\</c> before a character that stands for itself. Stateless.</summary>
/// <seealso href="https://pkg.go.dev/path/filepath#Match"/>
public static class GoGlob
{
    private const char Separator = '/';

    /// <summary>Whether a pattern is one: brackets closed and not empty, nothing left to escape at the end.</summary>
    public static bool IsValid(string pattern)
    {
        for (var at = 0; at < pattern.Length;)
        {
            var term = Term.Read(pattern, at);
            if (term.End < 0)
            {
                return false;
            }

            at = term.End;
        }

        return true;
    }

    /// <summary>Whether a whole name fits a pattern; none fits one that is not valid.</summary>
    public static bool IsMatch(string pattern, string name)
    {
        // Where to go on when what follows the last star does not fit: the star takes one character more.
        var (at, index, afterStar, starTook) = (0, 0, -1, 0);
        while (index < name.Length || at < pattern.Length)
        {
            if (at < pattern.Length && pattern[at] == '*')
            {
                (afterStar, starTook) = (++at, index);
                continue;
            }

            var term = at < pattern.Length ? Term.Read(pattern, at) : default;
            if (term.End > 0 && index < name.Length && term.Fits(pattern, name[index]))
            {
                (at, index) = (term.End, index + 1);
            }
            else if (afterStar >= 0 && starTook < name.Length && name[starTook] != Separator)
            {
                (at, index) = (afterStar, ++starTook);
            }
            else
            {
                return false;
            }
        }

        return IsValid(pattern);
    }

    // What stands for one character, from its first character to its end; an end of -1 says that it is broken.
    private readonly struct Term
    {
        private int Start { get; init; }

        public int End { get; private init; }

        public static Term Read(string pattern, int start) => new()
        {
            Start = start,
            End = pattern[start] switch
            {
                '\\' => start + 1 < pattern.Length ? start + 2 : -1,
                '[' => EndOfClass(pattern, start + 1),
                _ => start + 1,
            },
        };

        public bool Fits(string pattern, char character) => pattern[Start] switch
        {
            '?' => character != Separator,
            '\\' => pattern[Start + 1] == character,
            '[' => FitsClass(pattern, character),
            var itself => itself == character,
        };

        private bool FitsClass(string pattern, char character)
        {
            var at = Start + 1;
            var isNegated = pattern[at] == '^';
            var isIn = false;
            for (at += isNegated ? 1 : 0; at < End - 1;)
            {
                var low = One(pattern, ref at);
                var high = low;
                if (pattern[at] == '-')
                {
                    at++;
                    high = One(pattern, ref at);
                }

                isIn |= low <= character && character <= high;
            }

            return isIn != isNegated;
        }

        private static char One(string pattern, ref int at)
        {
            at += pattern[at] == '\\' ? 1 : 0;
            return pattern[at++];
        }

        private static int EndOfClass(string pattern, int start)
        {
            var at = start < pattern.Length && pattern[start] == '^' ? start + 1 : start;
            for (var ranges = 0; at < pattern.Length; ranges++)
            {
                if (pattern[at] == ']' && ranges > 0)
                {
                    return at + 1;
                }

                if (!Skip(pattern, ref at) || (at < pattern.Length && pattern[at] == '-' && !SkipUpper(pattern, ref at)))
                {
                    return -1;
                }
            }

            return -1;
        }

        private static bool SkipUpper(string pattern, ref int at)
        {
            at++;
            return Skip(pattern, ref at);
        }

        private static bool Skip(string pattern, ref int at)
        {
            if (at >= pattern.Length || pattern[at] is '-' or ']')
            {
                return false;
            }

            at += pattern[at] == '\\' ? 2 : 1;
            return at <= pattern.Length;
        }
    }
}
