namespace ConsulRender.Consul.Watching;

/// <summary>
/// How long to wait after failures in a row: doubling from the options' first pause, which is at least 1 s when the agent is busy and 5 s when it refused, up to their longest;
/// each made shorter by up to a half by chance, so that many watches do not ask in step. Owned by the watch that failed.
/// </summary>
internal readonly record struct Backoff
{
    // By then every kind has reached the longest pause, and what can be set has not left what a TimeSpan can hold.
    private const int MostDoublings = 29;

    /// <summary>No failure since the last answer.</summary>
    internal static Backoff None => default;

    /// <summary>Whether the last query failed.</summary>
    internal bool IsFailing => Tries > 0;

    /// <summary>The kind of the last failure.</summary>
    internal ConsulFailure Failure { get; private init; }

    /// <summary>How many failures came in a row, of whatever kind: two kinds that alternate must not be asked at a fast pace for ever.</summary>
    internal int Tries { get; private init; }

    /// <summary>The state after one more failure.</summary>
    internal Backoff After(ConsulFailure failure) => new() { Failure = failure, Tries = Tries + 1 };

    /// <summary>How long to wait before the next query.</summary>
    /// <param name="retry">The first and the longest pause.</param>
    /// <param name="chance">A random number from 0 to below 1.</param>
    internal TimeSpan Delay(RetryOptions retry, double chance)
    {
        var least = Least(Failure);
        var first = retry.Backoff > least ? retry.Backoff : least;
        var whole = first * (1 << Math.Min(Tries - 1, MostDoublings));
        return (whole < retry.MaxBackoff ? whole : retry.MaxBackoff) * (1 - (chance / 2));
    }

    private static TimeSpan Least(ConsulFailure failure) => failure switch
    {
        ConsulFailure.Refused => TimeSpan.FromSeconds(5),
        ConsulFailure.Busy => TimeSpan.FromSeconds(1),
        _ => TimeSpan.Zero,
    };
}
