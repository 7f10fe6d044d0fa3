namespace ConsulRender.Templating.Parsing;

/// <summary>Words the name that was probably meant, for the end of an error message. Stateless.</summary>
internal static class Suggestion
{
    /// <summary>A clause such as <c>; did you mean "upcase"?</c>, or nothing when no name is near.</summary>
    internal static string For(string name, IEnumerable<string> candidates) =>
        Spelling.Nearest(name, candidates) is { } nearest ? $"; did you mean \"{nearest}\"?" : "";

    /// <summary>Whether a part of a name with hyphens may have been meant as a number.</summary>
    internal static bool IsDigits(string part) => part.Length > 0 && part.All(char.IsAsciiDigit);
}
