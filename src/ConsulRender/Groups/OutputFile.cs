using ConsulRender.Consul;
using ConsulRender.Files;
using ConsulRender.Guards;
using ConsulRender.Processes;
using ConsulRender.Templating;
using ConsulRender.Templating.Rounds;

namespace ConsulRender.Groups;

/// <summary>One template with its destination, its guard and its commands; owned by its group, which decides when.</summary>
internal sealed class OutputFile(Template template, Destination destination, Guard guard, ExternalCommand? check, ExternalCommand? reload)
{
    private readonly RenderMemory _memory = new();

    /// <summary>Whether a failed render fails <c>-once</c>. Default true.</summary>
    public bool IsErrorFatal { get; init; } = true;

    /// <summary>Where the text goes; with <see cref="Items"/> only what the settings say.</summary>
    public Destination Destination => destination;

    /// <summary>Where the texts go when the template gives a file for each of many items; null when it gives one.</summary>
    public ItemFiles? Items { get; init; }

    /// <summary>Judges the staged file before the swap; null when nobody does.</summary>
    public ExternalCommand? Check => check;

    /// <summary>Tells the reader of the file after the swap; null when nobody needs telling.</summary>
    public ExternalCommand? Reload => reload;

    /// <summary>What is a suspicious change.</summary>
    public Guard Guard => guard;

    /// <summary>Why files without anything in them must not be written, nor all be removed, a line each; nothing when they may.</summary>
    public IEnumerable<string> Emptiness(Rendering rendering, IEnumerable<PendingFile> pending)
    {
        if (Items?.Refusal(rendering.Files) is { } refusal)
        {
            yield return refusal;
        }

        foreach (var file in pending)
        {
            if (file.Source == this && file.Text is { } text && guard.Emptiness(text) is { } reason)
            {
                yield return $"{file.Destination.Path}: {reason}";
            }
        }
    }

    /// <summary>Whether a file of the template has another mode or owner than the settings say.</summary>
    public bool HasDrifted() => Items is null ? destination.HasDrifted() : Items.HasDrifted();

    /// <summary>What the settings call the template.</summary>
    public string TemplateName => template.Name;

    /// <summary>What the file should hold.</summary>
    public Rendering Render(Snapshot snapshot) => template.Render(snapshot, _memory);

    /// <summary>Why a rendering as a whole must not be written; null when it may.</summary>
    public ApplyOutcome.Failed? Problem(Rendering rendering) => Items?.Problem(rendering.Files);

    /// <summary>The files that a rendering is about.</summary>
    /// <exception cref="DestinationException">It cannot be read which are there of items that are gone.</exception>
    public IEnumerable<PendingFile> Pending(Rendering rendering) =>
        Items is null ? [new PendingFile(this, destination, rendering.Text)] : Items.Pending(this, rendering.Files);
}
