namespace ConsulRender.Templating;

/// <summary>One thing that is wrong in a template.</summary>
/// <param name="Position">Where.</param>
/// <param name="Message">What, and what to do.</param>
/// <param name="SourceLine">The line of the template, to show with a caret under the column.</param>
/// <param name="IncludedFrom">The include and render tags that led here, innermost first.</param>
public sealed record TemplateError(SourcePosition Position, string Message, string SourceLine, IReadOnlyList<SourcePosition> IncludedFrom)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Position}: {Message}";
}
