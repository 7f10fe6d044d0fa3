using ConsulRender.Planning;

namespace ConsulRender.Conditions;

/// <summary>How a group, or the whole daemon, is: why, since when, and when that is looked at again. Made by the <see cref="StatusBoard"/>; immutable.</summary>
/// <param name="state">How it is.</param>
/// <param name="reason">Why it is not healthy.</param>
/// <param name="since">When it began to be so for this reason.</param>
/// <param name="words">The message; worded only when somebody wants to read it.</param>
public sealed class Condition(ConditionState state, ConditionReason reason, DateTimeOffset since, Func<string> words)
{
    private readonly DateTimeOffset? _planned;

    /// <summary>Healthy since nobody knows when.</summary>
    public static Condition Unknown { get; } = new(ConditionState.Healthy, ConditionReason.None, default, () => "");

    /// <summary>How it is.</summary>
    public ConditionState State => state;

    /// <summary>Why it is not healthy.</summary>
    public ConditionReason Reason => reason;

    /// <summary>When it began to be so for this reason, by the clock on the wall.</summary>
    public DateTimeOffset Since => since;

    /// <summary>What is the matter, in one line; empty when it is healthy.</summary>
    public string Message => SafeText.Of(FirstLine(words()));

    /// <summary>When it is tried again; null when only news or somebody's hand can change it, in the past while it is being tried.</summary>
    public DateTimeOffset? NextTry
    {
        get => Trouble is null ? _planned : Trouble.NextTry;
        internal init => _planned = value;
    }

    /// <summary>The dependency's trouble of which it comes.</summary>
    internal DependencyTrouble? Trouble { get; init; }

    /// <inheritdoc/>
    public override string ToString() => state == ConditionState.Healthy ? "Healthy" : $"{state}({reason}): {Message}";

    private static string FirstLine(string text) => text.Split('\n', 2)[0];
}
