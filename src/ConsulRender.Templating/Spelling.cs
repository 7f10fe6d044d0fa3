using ConsulRender.Templating.Values;

namespace ConsulRender.Templating;

/// <summary>Finds what somebody meant who mistyped a name: in a template, in settings, on the command line. Stateless.</summary>
public static class Spelling
{
    // Nobody mistypes a name of this length; in templates it can be any text at all.
    private const int LongestName = 128;

    /// <summary>The nearest candidate, the first by name among equals; null when none is near.</summary>
    /// <remarks>Case and underscores are how most names are misspelled, so they do not count as distance.</remarks>
    public static string? Nearest(string name, IEnumerable<string> candidates) => name.Length > LongestName
        ? null
        : candidates
            .Distinct(StringComparer.Ordinal)
            .Select(candidate => (Name: candidate, Distance: Distance(RecordValue.LooseName(name), RecordValue.LooseName(candidate))))
            .Where(pair => pair.Distance <= Math.Max(name.Length, pair.Name.Length) / 3)
            .OrderBy(pair => pair.Distance)
            .ThenBy(pair => pair.Name, StringComparer.Ordinal)
            .Select(pair => pair.Name)
            .FirstOrDefault();

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
