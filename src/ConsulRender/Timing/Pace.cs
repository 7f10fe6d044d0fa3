namespace ConsulRender.Timing;

/// <summary>Keeps a group's evaluations and files to a share of what a processor and a disk can do, so that a storm of changes does not cost one render and one file for each. A pure state machine, owned by its group.</summary>
/// <remarks>
/// What was spent is a debt, which time pays off at the rate of <see cref="Share"/>. Up to <see cref="Credit"/> nothing waits, so a change that
/// comes alone, or with a few others, is rendered at once; and however long a render takes, the next one waits no longer than <see cref="Longest"/>.
/// </remarks>
internal sealed class Pace(TimeProvider timeProvider)
{
    /// <summary>The share of the time that evaluations and files may take while changes never stop.</summary>
    public const double Share = 1.0 / 16;

    /// <summary>How many bytes of files count as one second: a slow disk writes so much, and one that lasts is not to write it all day.</summary>
    public const double BytesPerSecond = 100_000_000;

    /// <summary>How much may be spent before anything waits.</summary>
    public static readonly TimeSpan Credit = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest that an evaluation waits.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(250);

    private TimeSpan _debt;
    private long _owedSince;

    /// <summary>How long until the next evaluation may begin: zero for now.</summary>
    public TimeSpan Remaining => _debt > TimeSpan.Zero ? Later(DebtAt(timeProvider.GetTimestamp()) - Credit, TimeSpan.Zero) / Share : TimeSpan.Zero;

    /// <summary>Says that an evaluation which began then has ended now.</summary>
    public void Spend(long began)
    {
        var now = timeProvider.GetTimestamp();
        Spend(timeProvider.GetElapsedTime(began, now), now);
    }

    /// <summary>Says that files of so many bytes are written now.</summary>
    public void SpendOnFiles(long bytes) => Spend(TimeSpan.FromSeconds(bytes / BytesPerSecond), timeProvider.GetTimestamp());

    /// <summary>The later of two times.</summary>
    internal static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private void Spend(TimeSpan cost, long now)
    {
        var debt = DebtAt(now) + cost;
        var most = Credit + (Longest * Share);
        _debt = debt < most ? debt : most;
        _owedSince = now;
    }

    private TimeSpan DebtAt(long now) => Later(_debt - (timeProvider.GetElapsedTime(_owedSince, now) * Share), TimeSpan.Zero);
}
