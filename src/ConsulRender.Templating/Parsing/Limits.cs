namespace ConsulRender.Templating.Parsing;

/// <summary>How far a template may go before it is called a mistake; each limit is reported with the place that passed it.</summary>
internal static class Limits
{
    /// <summary>Blocks inside blocks, or parentheses inside parentheses, in one file.</summary>
    internal const int Nesting = 200;

    /// <summary>Partials and macros inside each other while rendering.</summary>
    internal const int IncludeDepth = 100;

    /// <summary>Loop rounds of one render, all loops together.</summary>
    internal const int Iterations = 5_000_000;

    /// <summary>Bytes of one render.</summary>
    internal const long OutputLength = 256L * 1024 * 1024;

    /// <summary>Characters of one text that a filter makes.</summary>
    internal const int TextLength = 64 * 1024 * 1024;

    /// <summary>Items of one range.</summary>
    internal const int RangeLength = 5_000_000;

    /// <summary>Errors that one parse reports before it gives up.</summary>
    internal const int Errors = 100;

    /// <summary>Characters of one regular expression.</summary>
    internal const int PatternLength = 2_000;

    /// <summary>Computed regular expressions that one template remembers.</summary>
    internal const int CachedPatterns = 512;
}
