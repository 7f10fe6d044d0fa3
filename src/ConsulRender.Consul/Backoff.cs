namespace ConsulRender.Consul;

/// <summary>
/// How long to wait after failures in a row, for ever: doubling from 250 ms (unreachable, broken), 1 s (busy) or 5 s (refused) up to 1 min,
/// each made shorter by up to a half by chance, so that many watches do not ask in step. Owned by the watch that failed.
/// </summary>
internal readonly record struct Backoff
{
    // By then every kind has reached the longest delay.
    private const int MostDoublings = 10;

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    /// <summary>No failure since the last answer.</summary>
    internal static Backoff None => default;

    /// <summary>Whether the last query failed.</summary>
    internal bool IsFailing => Tries > 0;

    /// <summary>The kind of the last failure.</summary>
    internal ConsulFailure Failure { get; private init; }

    /// <summary>How many failures came in a row, of whatever kind: two kinds that alternate must not be asked at a fast pace for ever.</summary>
    internal int Tries { get; private init; }

    /// <summary>The state after one more failure.</summary>
    internal Backoff After(ConsulFailure failure) => new() { Failure = failure, Tries = Math.Min(Tries + 1, MostDoublings) };

    /// <summary>How long to wait before the next query.</summary>
    /// <param name="chance">A random number from 0 to below 1.</param>
    internal TimeSpan Delay(double chance)
    {
        var whole = First(Failure) * (1 << (Tries - 1));
        return (whole < Longest ? whole : Longest) * (1 - (chance / 2));
    }

    private static TimeSpan First(ConsulFailure failure) => failure switch
    {
        ConsulFailure.Refused => TimeSpan.FromSeconds(5),
        ConsulFailure.Busy => TimeSpan.FromSeconds(1),
        _ => TimeSpan.FromMilliseconds(250),
    };
}
