using ConsulRender.Templating;

namespace ConsulRender;

/// <summary>Refuses a suspicious change before anything is staged; owned by its output file.</summary>
internal sealed class Guard(bool allowEmpty)
{
    /// <summary>Why the text must not be written, with what to do; null when it may.</summary>
    public string? Refusal(RenderedText text) =>
        text.IsBlank && !allowEmpty
            ? "the output is empty; the file was left as it is (set \"allow_empty\": true if an empty file is right)"
            : null;
}
