namespace ConsulRender.Templating;

/// <summary>A template that cannot be parsed (all errors of the file) or rendered (the one error it stopped at).</summary>
public sealed class TemplateException(IReadOnlyList<TemplateError> errors) : Exception(string.Join('\n', errors))
{
    /// <summary>The errors, in the order of their positions; never empty.</summary>
    public IReadOnlyList<TemplateError> Errors { get; } = errors;
}
