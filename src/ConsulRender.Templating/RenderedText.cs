namespace ConsulRender.Templating;

/// <summary>Rendered UTF-8 in pooled pieces; owned by its <see cref="Rendering"/>.</summary>
public sealed class RenderedText : IDisposable
{
    /// <summary>The pieces in order; valid until disposed.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Pieces { get; } = [];

    /// <summary>The length in bytes.</summary>
    public long Length { get; }

    /// <summary>Whether there is nothing but white space.</summary>
    public bool IsBlank { get; } = true;

    /// <summary>The text as a string, for dry runs and tests.</summary>
    public override string ToString() => "";

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
