namespace ConsulRender.Settings;

/// <summary>Which changes of a template are suspicious, as the settings file spells it; what is not said refuses nothing. Immutable.</summary>
public sealed record GuardSettings
{
    /// <summary>How many instances of a service the answers must have at least. Default none.</summary>
    public IReadOnlyDictionary<string, int> MinInstances { get; init; } = new Dictionary<string, int>();

    /// <summary>How long an answer that had data must be empty before that is believed. Default 0: at once.</summary>
    public TimeSpan HoldEmpty { get; init; }

    /// <summary>How many of a file's lines, in percent, may go in one change; with <c>for_each</c> of the files, too. Default: all.</summary>
    public int? MaxShrink { get; init; }

    /// <summary>How many of a service's instances, in percent, may go in one change. Default: all.</summary>
    public int? MaxShrinkInstances { get; init; }

    /// <summary>Regular expressions that must each be found in the text. Default none.</summary>
    public IReadOnlyList<string> Require { get; init; } = [];

    /// <summary>Regular expressions of which none may be found in the text. Default none.</summary>
    public IReadOnlyList<string> Forbid { get; init; } = [];

    /// <summary>How long a refused change is held, except by <see cref="HoldEmpty"/>, which is its own time. Default 0: until it passes or is released.</summary>
    public TimeSpan Hold { get; init; }
}
