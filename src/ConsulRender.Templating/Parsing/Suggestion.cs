using ConsulRender.Templating.Values;

namespace ConsulRender.Templating.Parsing;

/// <summary>Words the name that was probably meant, for the end of an error message. Stateless.</summary>
internal static class Suggestion
{
    /// <summary>A clause such as <c>; did you mean "upcase"?</c>, or nothing when no name is near.</summary>
    internal static string For(string name, IEnumerable<string> candidates) =>
        Spelling.Nearest(name, candidates) is { } nearest ? $"; did you mean \"{nearest}\"?" : "";

    /// <summary>The candidate that differs in nothing but case and underscores, as consul-template's names do; null when none does.</summary>
    internal static string? Same(string name, IEnumerable<string> candidates) =>
        candidates.FirstOrDefault(candidate => RecordValue.IsLoosely(candidate, RecordValue.LooseName(name)));

    /// <summary>The tag that does what Go's or Jinja's tag of this name does; null when it is none of theirs.</summary>
    internal static string? ForeignTag(string name) => name switch
    {
        "range" => "for",
        "define" => "macro",
        "set" or "let" or "with" => "assign",
        "template" or "executeTemplate" => "include",
        "import" => "from",
        "elif" => "elsif",
        "switch" => "case",
        _ => null,
    };

    /// <summary>Whether a part of a name with hyphens may have been meant as a number.</summary>
    internal static bool IsDigits(string part) => part.Length > 0 && part.All(char.IsAsciiDigit);
}
