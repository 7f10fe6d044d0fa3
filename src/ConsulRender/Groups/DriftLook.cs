namespace ConsulRender.Groups;

/// <summary>Looks once a minute whether files still have the mode and owner of the settings, also while nothing changes in Consul. Owned by the <see cref="Runner"/>.</summary>
/// <remarks>It only finds; a group that has drifted is evaluated again, and its apply repairs what still holds the right text.</remarks>
internal sealed class DriftLook(TimeProvider timeProvider)
{
    /// <summary>How long a wrong mode may stay unseen.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private long _lookedAt = timeProvider.GetTimestamp();

    /// <summary>How long until the next look; null when the settings name no mode and no owner.</summary>
    public TimeSpan? Remaining(IReadOnlyList<OutputGroup> groups)
    {
        foreach (var group in groups)
        {
            if (group.HasPermissions)
            {
                var remaining = Interval - timeProvider.GetElapsedTime(_lookedAt);
                return remaining > TimeSpan.Zero ? remaining : TimeSpan.Zero;
            }
        }

        return null;
    }

    /// <summary>Looks if it is time to, and has the groups that drifted evaluated again.</summary>
    public void Look(IReadOnlyList<OutputGroup> groups)
    {
        if (Remaining(groups) != TimeSpan.Zero)
        {
            return;
        }

        _lookedAt = timeProvider.GetTimestamp();
        foreach (var group in groups)
        {
            // Whatever is to be applied or tried again finds it by itself.
            if (group is { HasPermissions: true, IsComplete: false, Outcome: ApplyOutcome.Applied or ApplyOutcome.Unchanged } && group.HasDrifted())
            {
                group.LookAgain();
            }
        }
    }
}
