namespace ConsulRender;

/// <summary>Keeps a group's evaluations to a share of the time, so that a storm of changes does not cost one render for each. A pure state machine, owned by its group.</summary>
/// <remarks>
/// What was spent is a debt, which time pays off at the rate of <see cref="Share"/>. Up to <see cref="Credit"/> nothing waits, so a change that
/// comes alone, or with a few others, is rendered at once; and however long a render takes, the next one waits no longer than <see cref="Longest"/>.
/// </remarks>
internal sealed class Pace(TimeProvider timeProvider)
{
    /// <summary>The share of the time that evaluations may take while changes never stop.</summary>
    public const double Share = 1.0 / 16;

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
        var debt = DebtAt(now) + timeProvider.GetElapsedTime(began, now);
        var most = Credit + (Longest * Share);
        _debt = debt < most ? debt : most;
        _owedSince = now;
    }

    /// <summary>The later of two times.</summary>
    internal static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private TimeSpan DebtAt(long now) => Later(_debt - (timeProvider.GetElapsedTime(_owedSince, now) * Share), TimeSpan.Zero);
}
