using ConsulRender.Settings;
using ConsulRender.Templating;

namespace ConsulRender.Guards;

/// <summary>What one template's settings call a suspicious change. Immutable; owned by its output file.</summary>
internal sealed class Guard
{
    /// <param name="settings">The template, whose patterns are known to be right.</param>
    /// <param name="patternSteps">How many steps a search for a pattern may take.</param>
    public Guard(TemplateSettings settings, long patternSteps)
    {
        Template = settings.Destination;
        AllowsEmpty = settings.AllowEmpty;
        IsSet = settings.Guard is not null;
        Settings = settings.Guard ?? new GuardSettings();
        Required = [.. Settings.Require.Select(pattern => new TextPattern(pattern, patternSteps))];
        Forbidden = [.. Settings.Forbid.Select(pattern => new TextPattern(pattern, patternSteps))];
    }

    /// <summary>The template's destination, as the settings say it.</summary>
    public string Template { get; }

    /// <summary>Whether a text without anything in it is right.</summary>
    public bool AllowsEmpty { get; }

    /// <summary>Whether the settings say anything beside that.</summary>
    public bool IsSet { get; }

    /// <summary>What they say.</summary>
    public GuardSettings Settings { get; }

    /// <summary>What must be found in the text.</summary>
    public IReadOnlyList<TextPattern> Required { get; }

    /// <summary>What must not be found in the text.</summary>
    public IReadOnlyList<TextPattern> Forbidden { get; }

    /// <summary>Whether readings are compared with those that were accepted before.</summary>
    public bool ComparesReadings => Settings.HoldEmpty > TimeSpan.Zero || Settings.MaxShrinkInstances is not null;

    /// <summary>Why a text must not be written whatever was accepted before; null when it may.</summary>
    public string? Emptiness(RenderedText text) =>
        text.IsBlank && !AllowsEmpty
            ? "the output is empty; the file was left as it is (set \"allow_empty\": true if an empty file is right)"
            : null;
}
