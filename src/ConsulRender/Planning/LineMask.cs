using System.Text;

namespace ConsulRender.Planning;

/// <summary>
/// Shows lines with three stars in the place of what comes from a redacted key, or may have come from one. What was on the disk is known to nobody, so of
/// a line that goes only those words are shown that can be seen in the new text as well. Immutable.
/// </summary>
internal sealed class LineMask
{
    private const string Stars = "***";

    // Beyond that old lines are not compared with each masked line.
    private const int MostComparisons = 2_000;

    private readonly string[] _shown;
    private readonly SecretPieces? _pieces;
    private readonly HashSet<string> _words = new(StringComparer.Ordinal);
    private readonly List<(string Before, string After)> _surroundings = [];

    /// <summary>How to show a text.</summary>
    /// <param name="lines">Its lines.</param>
    /// <param name="others">The lines it has with other values; as many in each.</param>
    /// <param name="pieces">What stands in the values; null when it has none.</param>
    public LineMask(IReadOnlyList<string> lines, IReadOnlyList<IReadOnlyList<string>> others, SecretPieces? pieces)
    {
        _pieces = pieces;
        _shown = new string[lines.Count];
        for (var at = 0; at < lines.Count; at++)
        {
            _shown[at] = Show(lines[at], Hidden(lines[at], others, at));
            _words.UnionWith(_shown[at].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Where(word => !word.Contains(Stars, StringComparison.Ordinal)));
            AddSurroundings(_shown[at], isMasked: !ReferenceEquals(_shown[at], lines[at]));
        }
    }

    /// <summary>A line of the new text.</summary>
    public string New(int at) => _shown[at];

    /// <summary>A line that goes.</summary>
    public string Old(string line)
    {
        foreach (var (before, after) in _surroundings)
        {
            if (line.Length >= before.Length + after.Length
                && line.StartsWith(before, StringComparison.Ordinal) && line.EndsWith(after, StringComparison.Ordinal))
            {
                return before + Stars + after;
            }
        }

        var hidden = _pieces?.Mark(line) ?? new bool[line.Length];
        for (var start = 0; start < line.Length;)
        {
            var end = start;
            while (end < line.Length && char.IsWhiteSpace(line[end]) == char.IsWhiteSpace(line[start]))
            {
                end++;
            }

            if (!char.IsWhiteSpace(line[start]) && (hidden.AsSpan(start..end).Contains(true) || !_words.Contains(line[start..end])))
            {
                hidden.AsSpan(start..end).Fill(true);
            }

            start = end;
        }

        JoinOverBlanks(line, hidden);
        return Show(line, hidden);
    }

    /// <summary>A line with stars instead of what is hidden, and of the words that it stands in; the line itself when nothing is.</summary>
    public static string Show(string line, bool[]? hidden)
    {
        if (hidden is null || !hidden.AsSpan().Contains(true))
        {
            return line;
        }

        var shown = new StringBuilder(line.Length);
        var wasHidden = false;
        for (var at = 0; at < line.Length;)
        {
            var end = at + 1;
            while (end < line.Length && IsInWord(line[at]) && IsInWord(line[end]))
            {
                end++;
            }

            var isHidden = hidden.AsSpan(at..end).Contains(true);
            _ = isHidden ? shown.Append(wasHidden ? "" : Stars) : shown.Append(line, at, end - at);
            (at, wasHidden) = (end, isHidden);
        }

        return shown.ToString();
    }

    private static bool IsInWord(char character) => char.IsLetterOrDigit(character) || char.IsSurrogate(character);

    private bool[]? Hidden(string line, IReadOnlyList<IReadOnlyList<string>> others, int at)
    {
        var hidden = _pieces?.Mark(line);
        foreach (var lines in others)
        {
            var other = lines[at];
            if (string.Equals(line, other, StringComparison.Ordinal))
            {
                continue;
            }

            // Where the line has the same beginning and end as a longer one, what is between may lie anywhere in what both have.
            var beginning = line.AsSpan().CommonPrefixLength(other);
            var end = line.Length - CommonEnd(line, other);
            (hidden ??= new bool[line.Length]).AsSpan(Math.Min(beginning, end)..Math.Max(beginning, end)).Fill(true);
        }

        return hidden;
    }

    private static int CommonEnd(string line, string other)
    {
        var length = 0;
        while (length < Math.Min(line.Length, other.Length) && line[^(length + 1)] == other[^(length + 1)])
        {
            length++;
        }

        return length;
    }

    // How many words were hidden is nobody's business, either.
    private static void JoinOverBlanks(string line, bool[] hidden)
    {
        for (var at = 0; at < line.Length; at++)
        {
            var end = at;
            while (end < line.Length && char.IsWhiteSpace(line[end]))
            {
                end++;
            }

            if (end > at && at > 0 && end < line.Length && hidden[at - 1] && hidden[end])
            {
                hidden.AsSpan(at..end).Fill(true);
            }

            at = Math.Max(at, end - 1);
        }
    }

    private void AddSurroundings(string shown, bool isMasked)
    {
        var at = isMasked ? shown.IndexOf(Stars, StringComparison.Ordinal) : -1;
        if (at < 0 || _surroundings.Count >= MostComparisons || shown.IndexOf(Stars, at + 1, StringComparison.Ordinal) >= 0)
        {
            return;
        }

        var (before, after) = (shown[..at], shown[(at + Stars.Length)..]);
        if ((!string.IsNullOrWhiteSpace(before) || !string.IsNullOrWhiteSpace(after)) && !_surroundings.Contains((before, after)))
        {
            _surroundings.Add((before, after));
        }
    }
}
