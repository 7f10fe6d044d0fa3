using ConsulRender.Templating;

namespace ConsulRender.Settings;

/// <summary>What begins and ends an output in a template; null leaves the word of whoever counts less, in the end <c>{{</c> and <c>}}</c>. Immutable.</summary>
public sealed record DelimiterSettings
{
    private const int Longest = 16;

    /// <summary>What begins an output.</summary>
    public string? Left { get; init; }

    /// <summary>What ends it.</summary>
    public string? Right { get; init; }

    /// <summary>The delimiters of a template: its own, else those of the whole settings, else Liquid's.</summary>
    internal static OutputDelimiters Merge(DelimiterSettings own, DelimiterSettings common) => new(
        own.Left ?? common.Left ?? OutputDelimiters.Default.Left,
        own.Right ?? common.Right ?? OutputDelimiters.Default.Right);

    /// <summary>The delimiters that could not be told from tags or from what stands in an output.</summary>
    /// <param name="left">The key of the left one, such as <c>left_delimiter</c>.</param>
    /// <param name="right">The key of the right one.</param>
    internal IEnumerable<(string Key, string Message)> Problems(string left, string right)
    {
        if (Left is not null && (WordProblem(Left) ?? LeftProblem(Left)) is { } wrongLeft)
        {
            yield return ($".{left}", $"\"{left}\" {wrongLeft}");
        }

        if (Right is not null && (WordProblem(Right) ?? RightProblem(Right)) is { } wrongRight)
        {
            yield return ($".{right}", $"\"{right}\" {wrongRight}");
        }
        else if (Right is not null && Right == (Left ?? OutputDelimiters.Default.Left))
        {
            yield return ($".{right}", $"\"{right}\" must differ from \"{left}\"");
        }
    }

    private static string? WordProblem(string delimiter) =>
        delimiter.Length is 0 or > Longest || delimiter.Any(character => !CanDelimit(character))
            ? $"must be 1 to {Longest} signs, without letters, digits, quotes, underscores and blanks"
            : null;

    private static string? LeftProblem(string left) =>
        IsMixedUp(left, "{%") ? $"must not be a part of {{% and not hold it, because tags begin so whatever outputs begin with" : null;

    private static string? RightProblem(string right) =>
        right.Contains("%}", StringComparison.Ordinal) ? "must not hold %}, because tags end so whatever outputs end with"
        : right.Length == 1 && ".,:|()[]=<>!+-*/%".Contains(right, StringComparison.Ordinal) ? "must not be a sign that outputs are written with; make it longer"
        : null;

    private static bool IsMixedUp(string delimiter, string tag) =>
        delimiter.Contains(tag, StringComparison.Ordinal) || tag.Contains(delimiter, StringComparison.Ordinal);

    private static bool CanDelimit(char character) =>
        !char.IsLetterOrDigit(character) && !char.IsWhiteSpace(character) && !char.IsControl(character) && !char.IsSurrogate(character)
        && character is not ('_' or '"' or '\'');
}
