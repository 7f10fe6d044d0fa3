using System.Globalization;

namespace ConsulRender.Templating.Filters.Versions;

/// <summary>
/// A version as semver.org defines it; a <c>v</c> before it and missing numbers at its end are forgiven, as people write them. Immutable.
/// </summary>
/// <seealso href="https://semver.org/#semantic-versioning-specification-semver"/>
internal sealed class SemanticVersion : IComparable<SemanticVersion>, IEquatable<SemanticVersion>
{
    private SemanticVersion(long[] numbers, int given, string prerelease, string build) =>
        (Numbers, Given, Prerelease, Build) = (numbers, given, prerelease, build);

    /// <summary>Major, minor and patch; what is not given is 0.</summary>
    internal long[] Numbers { get; }

    /// <summary>How many of the three numbers are given.</summary>
    internal int Given { get; }

    /// <summary>What stands behind the hyphen, or nothing.</summary>
    internal string Prerelease { get; }

    /// <summary>What stands behind the plus sign, or nothing; it has no part in any order.</summary>
    internal string Build { get; }

    /// <exception cref="FormatException">The text is not a version.</exception>
    internal static SemanticVersion Parse(string text) =>
        TryParse(text, takesWildcards: false)
        ?? throw new FormatException($"{PlainText.Quoted(text)} is not a version such as 1.2.3 or 1.2.3-rc.1");

    /// <summary>The version, or null. With wildcards the numbers end at an <c>x</c>, <c>X</c> or <c>*</c>.</summary>
    internal static SemanticVersion? TryParse(string text, bool takesWildcards)
    {
        var (rest, build) = Cut(text.StartsWith('v') ? text[1..] : text, '+');
        var (core, prerelease) = Cut(rest, '-');
        var numbers = new long[3];
        var given = ReadNumbers(core, numbers, takesWildcards);
        var isWhole = given == 3 || (prerelease is null && build is null);
        return given >= 0 && isWhole && AreIdentifiers(prerelease, isPrerelease: true) && AreIdentifiers(build, isPrerelease: false)
            ? new SemanticVersion(numbers, given, prerelease ?? "", build ?? "")
            : null;
    }

    public int CompareTo(SemanticVersion? other) => other is null ? 1 : CompareTo(other, 3);

    /// <summary>The order by the first numbers only; with all three the pre-releases count too.</summary>
    internal int CompareTo(SemanticVersion other, int count)
    {
        for (var index = 0; index < count; index++)
        {
            var order = Numbers[index].CompareTo(other.Numbers[index]);
            if (order != 0)
            {
                return order;
            }
        }

        return count < 3 ? 0 : ComparePrerelease(Prerelease, other.Prerelease);
    }

    public bool Equals(SemanticVersion? other) => other is not null && CompareTo(other) == 0 && Build == other.Build;

    public override bool Equals(object? obj) => Equals(obj as SemanticVersion);

    public override int GetHashCode() => HashCode.Combine(Numbers[0], Numbers[1], Numbers[2], Prerelease, Build);

    private static (string Before, string? After) Cut(string text, char at)
    {
        var place = text.IndexOf(at, StringComparison.Ordinal);
        return place < 0 ? (text, null) : (text[..place], text[(place + 1)..]);
    }

    // How many numbers there are, or -1 when the text is something else.
    private static int ReadNumbers(string core, long[] numbers, bool takesWildcards)
    {
        var parts = core.Split('.');
        if (parts.Length > 3)
        {
            return -1;
        }

        for (var index = 0; index < parts.Length; index++)
        {
            if (takesWildcards && Array.TrueForAll(parts[index..], part => part is "x" or "X" or "*"))
            {
                return index;
            }

            if (!IsNumber(parts[index]) || !long.TryParse(parts[index], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[index]))
            {
                return -1;
            }
        }

        return parts.Length;
    }

    private static bool IsNumber(string text) =>
        text.Length > 0 && (text[0] != '0' || text.Length == 1) && text.All(char.IsAsciiDigit);

    private static bool AreIdentifiers(string? text, bool isPrerelease) =>
        text is null
        || Array.TrueForAll(text.Split('.'), part => IsIdentifier(part) && !(isPrerelease && HasLeadingZero(part)));

    private static bool IsIdentifier(string part) =>
        part.Length > 0 && part.All(character => char.IsAsciiLetterOrDigit(character) || character == '-');

    private static bool HasLeadingZero(string part) => part.All(char.IsAsciiDigit) && !IsNumber(part);

    // Rule 11 of semver.org: none is later than any; then identifier by identifier, and the longer one is later.
    private static int ComparePrerelease(string first, string second)
    {
        if (first.Length == 0 || second.Length == 0)
        {
            return (first.Length == 0).CompareTo(second.Length == 0);
        }

        var (ours, theirs) = (first.Split('.'), second.Split('.'));
        for (var index = 0; index < Math.Min(ours.Length, theirs.Length); index++)
        {
            var order = CompareIdentifier(ours[index], theirs[index]);
            if (order != 0)
            {
                return order;
            }
        }

        return ours.Length.CompareTo(theirs.Length);
    }

    // Numbers come before words, and may be longer than any number type.
    private static int CompareIdentifier(string first, string second) => (IsNumber(first), IsNumber(second)) switch
    {
        (true, true) when first.Length != second.Length => first.Length.CompareTo(second.Length),
        (true, false) => -1,
        (false, true) => 1,
        _ => string.CompareOrdinal(first, second),
    };
}
