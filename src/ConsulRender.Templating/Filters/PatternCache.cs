using System.Collections.Concurrent;
using ConsulRender.Templating.Filters.Patterns;
using ConsulRender.Templating.Parsing;

namespace ConsulRender.Templating.Filters;

/// <summary>
/// The regular expressions of one template; literal ones stay, of computed ones a bounded number is remembered. Owned by the
/// template.
/// </summary>
internal sealed class PatternCache(TemplateLimits limits)
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

        if (pattern.Length > limits.PatternLength)
        {
            throw new FormatException(
                $"this regular expression is longer than {limits.PatternLength} characters{Limits.Raise("pattern_length")}");
        }

        var made = new GoPattern(pattern, limits.PatternSteps);
        if (_patterns.Count < Limits.CachedPatterns)
        {
            _patterns.TryAdd(pattern, made);
        }

        return made;
    }
}
