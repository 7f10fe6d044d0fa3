namespace ConsulRender.Templating;

/// <summary>
/// What begins and ends an output; tags stay <c>{% %}</c> whatever these are. Immutable; whoever fills them in from elsewhere has refused those that
/// cannot be told from tags or from what stands in an output.
/// </summary>
/// <param name="Left">What begins an output.</param>
/// <param name="Right">What ends it.</param>
public sealed record OutputDelimiters(string Left, string Right)
{
    /// <summary>Liquid's own.</summary>
    public static OutputDelimiters Default { get; } = new("{{", "}}");

    // A template full of ]] and )) is read as people mean it: inside brackets the first of them closes a bracket, not the output.
    internal bool EndsLikeBrackets => Right[0] is ']' or ')';

    /// <summary>Whether these are Liquid's own, which the lexer finds by a shorter way.</summary>
    internal bool IsDefault => Equals(Default);
}
