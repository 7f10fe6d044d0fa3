using System.Text.RegularExpressions;

namespace ConsulRender.Templating.Filters;

/// <summary>A regular expression in Go's syntax.</summary>
internal sealed class GoPattern(string pattern)
{
    private readonly Regex _regex = new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    internal bool IsMatch(string text) => _regex.IsMatch(text);

    internal string ReplaceAll(string text, string replacement) => _regex.Replace(text, replacement);
}
