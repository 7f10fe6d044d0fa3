using ConsulRender.Consul;

namespace ConsulRender.Templating;

/// <summary>A template that cannot be parsed (all errors of the file) or rendered (the one error it stopped at).</summary>
public sealed class TemplateException(IReadOnlyList<TemplateError> errors) : Exception(string.Join('\n', errors))
{
    /// <summary>The errors, in the order of their positions; never empty.</summary>
    public IReadOnlyList<TemplateError> Errors { get; } = errors;

    /// <summary>What the render had read when it stopped, so that a change of it can heal the template. Default: nothing, as in a parse.</summary>
    public IReadOnlySet<Dependency> Used { get; init; } = new HashSet<Dependency>();
}
