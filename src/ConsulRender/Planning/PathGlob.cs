namespace ConsulRender.Planning;

/// <summary>Patterns of key paths: <c>*</c> and <c>?</c> stay within a part between slashes, <c>**</c> goes across. Stateless.</summary>
internal static class PathGlob
{
    /// <summary>Whether a pattern is a whole path; slashes before either do not count, and a pattern that ends with one is a folder.</summary>
    public static bool Matches(string pattern, string path)
    {
        var glob = pattern.TrimStart('/');
        return Matches((glob.EndsWith('/') ? glob + "**" : glob).AsSpan(), path.AsSpan().TrimStart('/'));
    }

    private static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> path)
    {
        if (pattern.IsEmpty)
        {
            return path.IsEmpty;
        }

        if (pattern.StartsWith("**/") && Matches(pattern[3..], path))
        {
            // No folder is a folder, too.
            return true;
        }

        if (pattern[0] == '*')
        {
            return MatchesStar(pattern, path);
        }

        return !path.IsEmpty && (pattern[0] == path[0] || (pattern[0] == '?' && path[0] != '/')) && Matches(pattern[1..], path[1..]);
    }

    private static bool MatchesStar(ReadOnlySpan<char> pattern, ReadOnlySpan<char> path)
    {
        var isDeep = pattern.StartsWith("**");
        var rest = pattern.TrimStart('*');
        for (var taken = 0; taken <= path.Length; taken++)
        {
            if (Matches(rest, path[taken..]))
            {
                return true;
            }

            if (taken < path.Length && path[taken] == '/' && !isDeep)
            {
                return false;
            }
        }

        return false;
    }
}
