using ConsulRender.Templating.Filters.Patterns;

namespace ConsulRender.Templating;

/// <summary>A regular expression of the settings over a rendered text, with the syntax and the linear time of those in templates; immutable.</summary>
public sealed class TextPattern
{
    private readonly GoPattern _pattern;

    /// <param name="pattern">The expression; <c>^</c> and <c>$</c> are the ends of the text, and with <c>(?m)</c> those of each line.</param>
    /// <param name="steps">How many steps one search may take.</param>
    /// <exception cref="FormatException">It is no regular expression; <see cref="Problem"/> tells before.</exception>
    public TextPattern(string pattern, long steps)
    {
        Source = pattern;
        _pattern = new GoPattern(pattern, steps);
    }

    /// <summary>The expression as it was written.</summary>
    public string Source { get; }

    /// <summary>What is wrong with an expression; null when it is right.</summary>
    public static string? Problem(string pattern)
    {
        try
        {
            _ = new GoPattern(pattern);
            return null;
        }
        catch (FormatException exception)
        {
            return exception.Message;
        }
    }

    /// <summary>The line, from 1, in which the first match begins; null when there is none.</summary>
    /// <exception cref="InvalidOperationException">The search takes too many steps.</exception>
    public int? FindLine(string text) =>
        _pattern.FindAll(text, 0, 1) is [var start, ..] ? 1 + text.AsSpan(0, start).Count('\n') : null;
}
