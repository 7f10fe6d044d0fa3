namespace ConsulRender.Templating.Filters.Versions;

/// <summary>One comparison such as <c>&gt;=1.2</c>; only the numbers it gives are compared. Immutable.</summary>
internal sealed record VersionComparison(string Sign, SemanticVersion Bound)
{
    internal bool Holds(SemanticVersion version) => Sign switch
    {
        "=" => Order(version) == 0,
        "!=" => Order(version) != 0,
        ">" => Order(version) > 0,
        ">=" => Order(version) >= 0,
        "<" => Order(version) < 0,
        "<=" => Order(version) <= 0,
        "~" => Order(version) >= 0 && IsFixed(version, Math.Min(Bound.Given, 2)),
        _ => Order(version) >= 0 && IsFixed(version, ThroughFirstNonZero()),
    };

    private int Order(SemanticVersion version) => version.CompareTo(Bound, Bound.Given);

    private bool IsFixed(SemanticVersion version, int count) =>
        version.Numbers.AsSpan(0, count).SequenceEqual(Bound.Numbers.AsSpan(0, count));

    // ^1.2.3 keeps the 1, ^0.2.3 the 0.2, and ^0.0.3 all of it: before 1.0 the next number is the one that breaks.
    private int ThroughFirstNonZero()
    {
        var count = 0;
        while (count < Bound.Given && Bound.Numbers[count] == 0)
        {
            count++;
        }

        return Math.Min(count + 1, Bound.Given);
    }
}

/// <summary>
/// What a version has to be: comparisons that all have to hold, with blanks or commas between them, or one of several such groups, with
/// <c>||</c> between them. Immutable.
/// </summary>
internal sealed class VersionConstraint
{
    private static readonly string[] Signs = ["!=", ">=", "<=", "=", ">", "<", "~", "^"];

    private readonly VersionComparison[][] _groups;

    /// <exception cref="FormatException">The text is not a constraint; the message says which part.</exception>
    internal VersionConstraint(string text) => _groups = Array.ConvertAll(text.Split("||"), ReadGroup);

    // Somebody who writes >=1.2 does not mean 1.3.0-rc.1; a pre-release is meant where one is named.
    internal bool Holds(SemanticVersion version) => Array.Exists(_groups, group =>
        (version.Prerelease.Length == 0 || Array.Exists(group, comparison => comparison.Bound.Prerelease.Length > 0))
        && Array.TrueForAll(group, comparison => comparison.Holds(version)));

    private static VersionComparison[] ReadGroup(string text)
    {
        var words = Words(text);
        var comparisons = new List<VersionComparison>();
        for (var index = 0; index < words.Count; index++)
        {
            if (index + 2 < words.Count && words[index + 1] == "-")
            {
                comparisons.Add(new VersionComparison(">=", Bound(words[index])));
                comparisons.Add(new VersionComparison("<=", Bound(words[index + 2])));
                index += 2;
                continue;
            }

            // A sign may stand apart from its version.
            var sign = Array.Find(Signs, sign => words[index].StartsWith(sign, StringComparison.Ordinal)) ?? "";
            var isApart = sign.Length > 0 && words[index].Length == sign.Length && index + 1 < words.Count;
            var bound = Bound(isApart ? words[++index] : words[index][sign.Length..]);
            comparisons.Add(new VersionComparison(sign.Length > 0 ? sign : "=", bound));
        }

        return comparisons.Count > 0
            ? [.. comparisons]
            : throw new FormatException("the constraint is empty, or has nothing on a side of ||; * means any version");
    }

    private static List<string> Words(string text) =>
        [.. text.Split([' ', '\t', ','], StringSplitOptions.RemoveEmptyEntries)];

    private static SemanticVersion Bound(string text) =>
        SemanticVersion.TryParse(text, takesWildcards: true)
        ?? throw new FormatException($"the constraint has {PlainText.Quoted(text)} where a version such as 1.2.3 or 1.2 is expected");
}
