using ConsulRender.Consul;

namespace ConsulRender.Templating;

/// <summary>What one render gave: the text, what it read, and what it would have needed. Whoever asked for it disposes it.</summary>
public sealed class Rendering : IDisposable
{
    internal Rendering(RenderedText text, IReadOnlySet<Dependency> used, IReadOnlyList<MissingDependency> missing)
    {
        Text = text;
        Used = used;
        Missing = missing;
    }

    /// <summary>The output as UTF-8; only complete when nothing is missing, and nothing when the template gives <see cref="Files"/>.</summary>
    public RenderedText Text { get; }

    /// <summary>The files of a template with <c>for_each</c>, in the order of its items; only complete when nothing is missing.</summary>
    public IReadOnlyList<RenderedFile> Files { get; internal init; } = [];

    /// <summary>Every dependency that was read, missing ones included: what must be watched.</summary>
    public IReadOnlySet<Dependency> Used { get; }

    /// <summary>The dependencies without the data that the template needs, each with the place that asked first.</summary>
    public IReadOnlyList<MissingDependency> Missing { get; }

    /// <summary>The asserts that did not hold; only meant when nothing is missing.</summary>
    public IReadOnlyList<FailedAssert> FailedAsserts { get; internal init; } = [];

    /// <summary>Whether the text may be written.</summary>
    public bool IsComplete => Missing.Count == 0;

    /// <inheritdoc/>
    public void Dispose()
    {
        Text.Dispose();
        foreach (var file in Files)
        {
            file.Text.Dispose();
        }
    }
}

/// <summary>A dependency that a render needed and had no data for.</summary>
/// <param name="Dependency">The question.</param>
/// <param name="Position">The place that asked first.</param>
/// <param name="IsAbsent">True when Consul answered that it does not exist, false when it has not answered yet.</param>
public sealed record MissingDependency(Dependency Dependency, SourcePosition Position, bool IsAbsent)
{
    /// <summary>Whether what it asks for must not be told. Default false.</summary>
    public bool IsHidden { get; init; }
}
