using System.Text;
using ConsulRender.Templating.Parsing;

namespace ConsulRender.Templating.Filters.Patterns;

/// <summary>
/// A regular expression as Go has them: its syntax, its choice among matches, its <c>$1</c>, and time that grows only with the text.
/// Safe for any number of renders.
/// </summary>
internal sealed class GoPattern
{
    private readonly IReadOnlyList<string> _groupNames;
    private readonly PatternProgram _program;
    private readonly long _steps;
    private PatternMatcher? _idle;
    private Replacement? _last;

    /// <param name="pattern">The expression.</param>
    /// <param name="steps">How many steps one use of it may take; what takes more is an <see cref="InvalidOperationException"/>.</param>
    /// <exception cref="FormatException">Go would not take it either; the message says what is wrong.</exception>
    internal GoPattern(string pattern, long steps = long.MaxValue)
    {
        _steps = steps;
        var parser = new PatternParser(pattern);
        _program = new PatternProgram(parser.Parse());
        _groupNames = parser.GroupNames;
    }

    internal bool IsMatch(string text)
    {
        var matcher = TakeMatcher(text.Length);
        var found = matcher.Find(text, 0, wantsGroups: false);
        _idle = matcher;
        return found;
    }

    /// <summary>Every match replaced; the text itself when there is none.</summary>
    internal string ReplaceAll(string text, string template)
    {
        var matcher = TakeMatcher(text.Length);
        var replaced = matcher.Find(text, 0, wantsGroups: true) ? ReplaceFrom(matcher, text, ReplacementOf(template)) : text;
        _idle = matcher;
        return replaced;
    }

    /// <summary>Start and end of a group in each match, of at most so many matches; -1 when the group took no part.</summary>
    internal List<int> FindAll(string text, int group, int most)
    {
        var matcher = TakeMatcher(text.Length);
        var places = new List<int>();
        var (ended, search) = (-1, 0);
        while (most > 0 && search <= text.Length && matcher.Find(text, search, wantsGroups: true))
        {
            var (start, end) = (matcher.Groups[0], matcher.Groups[1]);
            if (end > start || start != ended)
            {
                places.Add(matcher.Groups[group * 2]);
                places.Add(matcher.Groups[(group * 2) + 1]);
                most--;
            }

            ended = end;
            search = end > search ? end : search + (search < text.Length ? PatternMatcher.WidthAt(text, search) : 1);
        }

        _idle = matcher;
        return places;
    }

    /// <summary>A group by its number or name; -1 when there is none.</summary>
    internal int GroupNumber(string name) => Replacement.GroupOf(name, _groupNames);

    // An empty match directly behind a match does not count, and the search always moves on.
    private static string ReplaceFrom(PatternMatcher matcher, string text, Replacement replacement)
    {
        var output = new StringBuilder(text.Length);
        var groups = matcher.Groups;
        var (copied, search) = (0, 0);
        do
        {
            output.Append(text, copied, groups[0] - copied);
            if (groups[1] > copied || groups[0] == 0)
            {
                replacement.AppendTo(output, text, groups);
            }

            if (output.Length > Limits.TextLength)
            {
                // Whoever asked refuses a text of that length.
                break;
            }

            copied = groups[1];
            search = Math.Max(groups[1], search + (search < text.Length ? PatternMatcher.WidthAt(text, search) : 1));
        }
        while (search <= text.Length && matcher.Find(text, search, wantsGroups: true));
        return output.Append(text, copied, text.Length - copied).ToString();
    }

    // Renders may run side by side; the second one makes a matcher of its own.
    private PatternMatcher TakeMatcher(int length)
    {
        var idle = Interlocked.Exchange(ref _idle, null);
        PatternMatcher matcher = PatternBacktracker.Suits(_program, length)
            ? idle as PatternBacktracker ?? new PatternBacktracker(_program, _groupNames.Count)
            : idle as PatternMachine ?? (PatternMatcher)new PatternMachine(_program, _groupNames.Count);
        matcher.Allow(_steps);
        return matcher;
    }

    private Replacement ReplacementOf(string template)
    {
        if (_last is { } last && last.Template == template)
        {
            return last;
        }

        var made = new Replacement(template, _groupNames);
        _last = made;
        return made;
    }
}
