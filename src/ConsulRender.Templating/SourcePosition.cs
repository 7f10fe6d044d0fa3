namespace ConsulRender.Templating;

/// <summary>A place in a template, counted as editors count; immutable.</summary>
/// <param name="Template">The template's name as the settings or the include wrote it.</param>
/// <param name="Line">The line, from 1; 0 when it stands where there are no lines, such as in a flag.</param>
/// <param name="Column">The column in characters, from 1.</param>
public sealed record SourcePosition(string Template, int Line, int Column)
{
    /// <inheritdoc/>
    public override string ToString() => Line == 0 ? Template : $"{Template}:{Line}:{Column}";
}
