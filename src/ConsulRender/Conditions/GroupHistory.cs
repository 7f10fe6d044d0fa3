using ConsulRender.Groups;

namespace ConsulRender.Conditions;

/// <summary>When a group was last changed, checked and reloaded, and how that ended; immutable.</summary>
/// <param name="Applied">When its files were last changed; null when not since the start.</param>
/// <param name="Check">The last check; null when there was none.</param>
/// <param name="Reload">The last reload; null when there was none.</param>
internal sealed record GroupHistory(DateTimeOffset? Applied, CommandResult? Check, CommandResult? Reload)
{
    /// <summary>Nothing was done yet.</summary>
    public static GroupHistory Empty { get; } = new(null, null, null);

    /// <summary>The history after one more attempt; the same object when it did nothing worth noting.</summary>
    /// <param name="outcome">How the attempt ended.</param>
    /// <param name="isChecked">Whether the group has a check command.</param>
    /// <param name="isReloaded">Whether the group has a reload command.</param>
    /// <param name="now">When it ended.</param>
    public GroupHistory After(ApplyOutcome outcome, bool isChecked, bool isReloaded, DateTimeOffset now)
    {
        var good = new CommandResult(now, null);
        return outcome switch
        {
            ApplyOutcome.Applied => new GroupHistory(now, isChecked ? good : Check, isReloaded ? good : Reload),
            ApplyOutcome.Failed { Kind: FailureKind.Check } failed => this with { Check = new CommandResult(now, failed.Message) },
            ApplyOutcome.Failed { Kind: FailureKind.Reload } failed => this with { Check = isChecked ? good : Check, Reload = new CommandResult(now, failed.Message) },
            _ => this,
        };
    }
}

/// <summary>How a check or a reload ended; immutable.</summary>
/// <param name="Time">When it ended.</param>
/// <param name="Problem">Why it failed, with the command's output on further lines; null when it succeeded.</param>
public sealed record CommandResult(DateTimeOffset Time, string? Problem)
{
    /// <summary>Whether it succeeded.</summary>
    public bool Succeeded => Problem is null;
}
