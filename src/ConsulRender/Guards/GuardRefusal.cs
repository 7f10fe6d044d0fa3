namespace ConsulRender.Guards;

/// <summary>What a guard looks at.</summary>
internal enum GuardKind
{
    /// <summary>A text without anything in it, or no file at all.</summary>
    Empty,

    /// <summary>How many instances a service has.</summary>
    MinInstances,

    /// <summary>An answer that had data and has none.</summary>
    HoldEmpty,

    /// <summary>How many lines or files go.</summary>
    MaxShrink,

    /// <summary>How many instances of a service go.</summary>
    MaxShrinkInstances,

    /// <summary>What must be found in the text.</summary>
    Require,

    /// <summary>What must not be found in the text.</summary>
    Forbid,

    /// <summary>What the template itself asserts.</summary>
    Assert,
}

/// <summary>Which guard of which template refuses, and on what account; the same as long as only numbers differ. Immutable.</summary>
/// <param name="Template">The template's destination, as the settings say it.</param>
/// <param name="Kind">The guard.</param>
/// <param name="Subject">The service, question, file, pattern or place.</param>
internal readonly record struct GuardReason(string Template, GuardKind Kind, string Subject)
{
    /// <summary>Whether the guard compares with what was accepted last.</summary>
    public bool IsRelative => Kind is GuardKind.HoldEmpty or GuardKind.MaxShrink or GuardKind.MaxShrinkInstances;
}

/// <summary>One reason why a change must not be made; immutable.</summary>
/// <param name="Reason">Which guard.</param>
/// <param name="Message">The reason in one line, with its numbers.</param>
/// <param name="Hold">For how long it refuses; 0 for as long as it finds what it does not like.</param>
internal sealed record GuardRefusal(GuardReason Reason, string Message, TimeSpan Hold)
{
    /// <summary>Since when the time runs, when that is not the first refusal.</summary>
    public Moment? Since { get; init; }
}

/// <summary>One moment on both clocks: the one that never jumps, and the one that people read.</summary>
/// <param name="Timestamp">The time provider's timestamp.</param>
/// <param name="Time">The time of day.</param>
internal readonly record struct Moment(long Timestamp, DateTimeOffset Time)
{
    public static Moment Now(TimeProvider timeProvider) => new(timeProvider.GetTimestamp(), timeProvider.GetUtcNow());

    /// <summary>The time of day as messages write it.</summary>
    public override string ToString() => Rfc3339.Format(Time);
}
