using System.Diagnostics.CodeAnalysis;

namespace ConsulRender.Consul;

/// <summary>Follows one dependency until cancelled; its index, last value and back-off are locals of its loop.</summary>
public sealed class Watch(ConsulClient client, Dependency dependency, TimeProvider timeProvider, Func<WatchReport, CancellationToken, ValueTask> report)
{
    /// <summary>The least time from one query to the next when the first brought no news, so that an agent which never blocks is not asked without pause.</summary>
    internal static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>A random number from 0 to below 1; tests replace it.</summary>
    internal Func<double> Chance { get; init; } = NextChance;

    /// <summary>Asks for ever, reporting what changed; ends only by cancellation, without an exception.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await FollowAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The one way to end a watch.
        }
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        var index = BlockingIndex.Start;
        var backoff = Backoff.None;
        Reading? last = null;
        while (true)
        {
            var asked = timeProvider.GetTimestamp();
            var (reading, error) = await AskAsync(index, last is null, cancellationToken);
            if (reading is null)
            {
                index = BlockingIndex.Start;
                backoff = await FailAsync(backoff, error!, cancellationToken);
                continue;
            }

            backoff = await RecoverAsync(backoff, cancellationToken);
            index = index.After(reading.Index, beforeWaitEnded: timeProvider.GetElapsedTime(asked) < client.Wait);
            var changed = index.Move == IndexMove.News && (last is null || !Equals(last.Value, reading.Value));
            if (changed)
            {
                last = reading;
                await report(new WatchReport.Changed(reading), cancellationToken);
            }

            // After a change the next query follows at once, unless the agent does not block: then even changes are looked for at a pace.
            if (!changed || reading.Index == 0)
            {
                await PauseAsync(asked, cancellationToken);
            }
        }
    }

    // The first answer may be a follower's, and so may one to an index, which makes followers wait until they have caught up. But an
    // answer without index that follows an earlier reading must come from the leader: a follower could bring back an older state.
    private async ValueTask<(Reading? Reading, ConsulException? Error)> AskAsync(BlockingIndex index, bool first, CancellationToken cancellationToken)
    {
        try
        {
            return (await client.QueryAsync(dependency, index.Value, mayBeStale: first || index.Value > 0, cancellationToken), null);
        }
        catch (ConsulException exception)
        {
            return (null, exception);
        }
    }

    private async ValueTask<Backoff> FailAsync(Backoff before, ConsulException error, CancellationToken cancellationToken)
    {
        var backoff = before.After(error.Failure);
        var delay = backoff.Delay(Chance());
        if (!before.IsFailing || before.Failure != error.Failure)
        {
            await report(new WatchReport.Failed(dependency, error, delay), cancellationToken);
        }

        await Task.Delay(delay, timeProvider, cancellationToken);
        return backoff;
    }

    private async ValueTask<Backoff> RecoverAsync(Backoff before, CancellationToken cancellationToken)
    {
        if (before.IsFailing)
        {
            await report(new WatchReport.Recovered(dependency), cancellationToken);
        }

        return Backoff.None;
    }

    private async ValueTask PauseAsync(long asked, CancellationToken cancellationToken)
    {
        var left = Pause - timeProvider.GetElapsedTime(asked);
        if (left > TimeSpan.Zero)
        {
            await Task.Delay(left, timeProvider, cancellationToken);
        }
    }

    [SuppressMessage("Security", "CA5394", Justification = "It spreads requests in time; nobody gains by guessing it.")]
    private static double NextChance() => Random.Shared.NextDouble();
}
