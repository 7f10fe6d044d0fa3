namespace ConsulRender.Templating;

/// <summary>Globs as Go's <c>filepath.Match</c> reads them: <c>*</c>, <c>?</c>, <c>[a-z]</c>, <c>[^a-z]</c> and a backslash before a sign. Stateless.</summary>
/// <seealso href="https://pkg.go.dev/path/filepath#Match"/>
public static class NameGlob
{
    /// <summary>Whether every bracket is closed and no backslash stands last.</summary>
    public static bool IsValid(string pattern)
    {
        for (var at = 0; at < pattern.Length;)
        {
            if (!TryStep(pattern, at, '\0', out at, out _))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether a pattern is a whole name, as it stands or without regard to case and underscores; one that is not valid is none.</summary>
    internal static bool MatchesLoosely(string pattern, string name) =>
        Matches(pattern, name) || Matches(Values.RecordValue.LooseName(pattern), Values.RecordValue.LooseName(name));

    private static bool Matches(string pattern, string name)
    {
        if (!IsValid(pattern))
        {
            return false;
        }

        // Only the last star can have taken too little.
        var (at, taken, star, starTaken) = (0, 0, -1, 0);
        while (taken < name.Length)
        {
            if (at < pattern.Length && pattern[at] == '*')
            {
                (star, starTaken) = (at++, taken);
            }
            else if (at < pattern.Length && TryStep(pattern, at, name[taken], out var next, out var isMatch) && isMatch)
            {
                (at, taken) = (next, taken + 1);
            }
            else if (star >= 0)
            {
                (at, taken) = (star + 1, ++starTaken);
            }
            else
            {
                return false;
            }
        }

        return pattern.AsSpan(at).Trim('*').IsEmpty;
    }

    // One sign of the pattern and what it says about a character; false when the pattern is broken here.
    private static bool TryStep(string pattern, int at, char character, out int next, out bool isMatch)
    {
        next = at + 1;
        isMatch = pattern[at] is '?' or '*' || pattern[at] == character;
        if (pattern[at] == '[')
        {
            return TryBrackets(pattern, at + 1, character, out next, out isMatch);
        }

        if (pattern[at] == '\\')
        {
            isMatch = next < pattern.Length && pattern[next] == character;
            return next++ < pattern.Length;
        }

        return true;
    }

    private static bool TryBrackets(string pattern, int at, char character, out int next, out bool isMatch)
    {
        var isNegated = at < pattern.Length && pattern[at] == '^';
        next = isNegated ? at + 1 : at;
        isMatch = false;
        for (var first = next; next < pattern.Length && (pattern[next] != ']' || next == first);)
        {
            if (!TryEnd(pattern, ref next, out var low))
            {
                return false;
            }

            var high = low;
            if (next < pattern.Length && pattern[next] == '-')
            {
                next++;
                if (!TryEnd(pattern, ref next, out high))
                {
                    return false;
                }
            }

            isMatch |= low <= character && character <= high;
        }

        isMatch ^= isNegated;
        return next++ < pattern.Length;
    }

    private static bool TryEnd(string pattern, ref int at, out char end)
    {
        end = '\0';
        if (at >= pattern.Length || pattern[at] is '-' or ']')
        {
            return false;
        }

        at += pattern[at] == '\\' ? 1 : 0;
        if (at >= pattern.Length)
        {
            return false;
        }

        end = pattern[at++];
        return true;
    }
}
