using System.Collections.Concurrent;
using ConsulRender.Templating.Filters.Patterns;
using ConsulRender.Templating.Parsing;

namespace ConsulRender.Templating.Filters;

/// <summary>
/// The regular expressions of one template; literal ones stay, of computed ones a bounded number is remembered. Owned by the
/// template.
/// </summary>
internal sealed class PatternCache
{
    private readonly ConcurrentDictionary<string, GoPattern> _patterns = new(StringComparer.Ordinal);

    /// <summary>The pattern, checked.</summary>
    /// <exception cref="FormatException">It is not a regular expression as Go has them.</exception>
    internal GoPattern Get(string pattern)
    {
        if (_patterns.TryGetValue(pattern, out var known))
        {
            return known;
        }

        var made = new GoPattern(pattern);
        if (_patterns.Count < Limits.CachedPatterns)
        {
            _patterns.TryAdd(pattern, made);
        }

        return made;
    }
}
