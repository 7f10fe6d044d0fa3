namespace ConsulRender.Templating.Parsing;

/// <summary>Finds the name that was probably meant, for the end of an error message.</summary>
internal static class Suggestion
{
    /// <summary>A clause such as <c>; did you mean "upcase"?</c>, or nothing when no name is near.</summary>
    internal static string For(string name, IEnumerable<string> candidates)
    {
        var nearest = candidates
            .Distinct(StringComparer.Ordinal)
            .Select(candidate => (candidate, distance: Distance(Loose(name), Loose(candidate))))
            .Where(pair => pair.distance <= Math.Max(name.Length, pair.candidate.Length) / 3)
            .OrderBy(pair => pair.distance)
            .ThenBy(pair => pair.candidate, StringComparer.Ordinal)
            .FirstOrDefault();
        return nearest.candidate is null ? "" : $"; did you mean \"{nearest.candidate}\"?";
    }

    // Case and underscores are how most names are misspelled, so they do not count as distance.
    private static string Loose(string name) => name.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();

    // Edit distance where two neighbours that changed places count once.
    private static int Distance(string left, string right)
    {
        if (Math.Abs(left.Length - right.Length) > 4 || left.Length > 64)
        {
            return int.MaxValue;
        }

        var beforePrevious = new int[right.Length + 1];
        var previous = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var row = 1; row <= left.Length; row++)
        {
            var current = new int[right.Length + 1];
            current[0] = row;
            for (var column = 1; column <= right.Length; column++)
            {
                var replaced = previous[column - 1] + (left[row - 1] == right[column - 1] ? 0 : 1);
                current[column] = Math.Min(replaced, Math.Min(previous[column], current[column - 1]) + 1);
                if (row > 1 && column > 1 && left[row - 1] == right[column - 2] && left[row - 2] == right[column - 1])
                {
                    current[column] = Math.Min(current[column], beforePrevious[column - 2] + 1);
                }
            }

            (beforePrevious, previous) = (previous, current);
        }

        return previous[right.Length];
    }
}
