using ConsulRender.Consul;
using ConsulRender.Templating;

namespace ConsulRender;

/// <summary>One template with its destination, its guard and its commands; owned by its group, which decides when.</summary>
internal sealed class OutputFile(Template template, Destination destination, Guard guard, ExternalCommand? check, ExternalCommand? reload)
{
    /// <summary>Whether a failed render fails <c>-once</c>. Default true.</summary>
    public bool IsErrorFatal { get; init; } = true;

    /// <summary>Where the text goes.</summary>
    public Destination Destination => destination;

    /// <summary>Judges the staged file before the swap; null when nobody does.</summary>
    public ExternalCommand? Check => check;

    /// <summary>Tells the reader of the file after the swap; null when nobody needs telling.</summary>
    public ExternalCommand? Reload => reload;

    /// <summary>Why a text must not be written; null when it may.</summary>
    public string? Refusal(RenderedText text) => guard.Refusal(text);

    /// <summary>What the file should hold.</summary>
    public Rendering Render(Snapshot snapshot) => template.Render(snapshot);
}
