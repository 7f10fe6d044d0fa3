namespace ConsulRender.Templating.Parsing;

/// <summary>The limits that nobody needs to raise; those with a setting are in <see cref="TemplateLimits"/>.</summary>
internal static class Limits
{
    /// <summary>Characters of one text that a filter makes.</summary>
    internal const int TextLength = 64 * 1024 * 1024;

    /// <summary>Items of one range or of one list that a filter makes.</summary>
    internal const int RangeLength = 5_000_000;

    /// <summary>Errors that one parse reports before it gives up.</summary>
    internal const int Errors = 100;

    /// <summary>Groups inside each other in one regular expression.</summary>
    internal const int PatternNesting = 200;

    /// <summary>Computed regular expressions that one template remembers.</summary>
    internal const int CachedPatterns = 512;

    /// <summary>What the message of a limit with a setting ends with; the name is the setting's.</summary>
    internal static string Raise(string name) => $"; if that is meant, raise the setting \"limits.{name}\"";
}
