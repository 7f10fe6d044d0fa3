using System.Diagnostics.CodeAnalysis;
using ConsulRender.Consul.Transport;

namespace ConsulRender.Consul.Watching;

/// <summary>Follows one dependency until cancelled; its index, last value and back-off are locals of its loop.</summary>
public sealed class Watch(ConsulClient client, ConsulQuery dependency, TimeProvider timeProvider, Func<WatchReport, CancellationToken, ValueTask> report)
{
    /// <summary>The least time from one query to the next when the first brought no news, so that an agent which never blocks is not asked without pause.</summary>
    internal static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>The same while a watch that runs once waits for a thing to come into being.</summary>
    internal static readonly TimeSpan PauseWhileAbsent = TimeSpan.FromSeconds(1);

    /// <summary>The same while a thing that is gone after failures is not yet believed to be.</summary>
    internal static readonly TimeSpan PauseInDoubt = TimeSpan.FromSeconds(1);

    // Most watches never fail.
    private RetryTime? _retry;

    /// <summary>
    /// Whether the watch ends with its first answer, for <c>-once</c>. A thing that is absent is asked for again each second instead, without blocking,
    /// so that a few connections serve any number of such watches.
    /// </summary>
    /// <remarks>It also ends when it has failed <see cref="RetryOptions.Attempts"/> times in a row; the last report then is of a lasting failure.</remarks>
    public bool Once { get; init; }

    /// <summary>What an earlier run was answered, which is doubted to be gone as an answer of this run is. Default: nothing is known.</summary>
    internal Func<ConsulQuery, Reading?>? Earlier { get; init; }

    /// <summary>Gives the first answer where it was asked for together with others; null, or an answer of null: the watch asks. Default null.</summary>
    internal Func<CancellationToken, Task<Reading?>>? First { get; init; }

    /// <summary>A random number from 0 to below 1; tests replace it.</summary>
    internal Func<double> Chance { get; init; } = NextChance;

    /// <summary>Asks for ever, or <see cref="Once"/>, reporting what changed; cancellation ends it without an exception.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var turn = new WatchTurn(cancellationToken);
        await RunAsync(turn, cancellationToken);
    }

    /// <summary>The same, asking only when it is the watch's turn.</summary>
    internal async Task RunAsync(WatchTurn turn, CancellationToken cancellationToken)
    {
        try
        {
            await turn.BeginAsync();
            await FollowAsync(turn, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // That is how a watch ends.
        }
    }

    private async Task FollowAsync(WatchTurn turn, CancellationToken cancellationToken)
    {
        var index = BlockingIndex.Start;
        var backoff = Backoff.None;
        var doubt = Doubt.None;
        var started = timeProvider.GetTimestamp();
        Reading? last = null;
        var first = First;

        var spread = Spread();
        while (true)
        {
            var asked = timeProvider.GetTimestamp();
            var token = client.Token;
            doubt = turn.Bell.TakeFailure() && !doubt.IsHolding ? Doubt.Failed : doubt;
            var wait = WaitOf(turn, doubt) * spread;
            var ask = new Ask { Index = index.Value, From = Whom(index, last, doubt, turn), Wait = wait, Lane = turn.Lane };
            var (reading, error) = await AskAsync(ask, first, turn, cancellationToken);
            first = null;
            if (reading is null && error is null)
            {
                // Its place is needed.
                index = BlockingIndex.Start;
                await turn.NextAsync(hadNews: false);
                continue;
            }

            if (reading is null)
            {
                index = BlockingIndex.Start;
                doubt = Doubt.Failed;
                spread = Spread();
                turn.Fail();
                backoff = await FailAsync(backoff, error!, token, cancellationToken);
                if (IsGivenUp(backoff))
                {
                    return;
                }

                continue;
            }

            doubt = doubt.After(IsGone(last ?? Earlier?.Invoke(dependency), reading), timeProvider.GetElapsedTime(started));
            if (doubt.IsHolding)
            {
                backoff = await RecoverAsync(backoff, cancellationToken);
                index = BlockingIndex.Start;
                await PauseAsync(asked, PauseInDoubt, cancellationToken);
                continue;
            }

            index = Once || dependency.PollInterval is not null ? BlockingIndex.Start : index.After(reading.Index, beforeWaitEnded: timeProvider.GetElapsedTime(asked) < wait);
            spread = ask.Index > 0 ? 1 : spread;

            // An index that stands still should mean an old value, but a Consul that lost its data may have counted up to the same number again.
            var changed = index.Move != IndexMove.Backwards && (last is null || !Equals(last.Value, reading.Value));
            var hadNews = changed && last is not null;
            if (changed)
            {
                last = reading;
                await report(new WatchReport.Changed(reading), cancellationToken);
            }

            // After the change it brought: in between, the listener would take an old value for an up-to-date one.
            backoff = await RecoverAsync(backoff, cancellationToken);
            if (Once && !reading.IsAbsent)
            {
                return;
            }

            if (index is { Value: 0, Move: not IndexMove.News })
            {
                // It must be read again without index, whoever holds a place.
                turn.Bell.Ring();
            }

            if (!await turn.NextAsync(hadNews))
            {
                index = BlockingIndex.Start;
                continue;
            }

            // After a change the next query follows at once, unless the agent does not block: then even changes are looked for at a pace.
            if (!changed || index.Value == 0)
            {
                await PauseAsync(asked, Once ? PauseWhileAbsent : dependency.PollInterval ?? Pause, cancellationToken);
            }
        }
    }

    // Shorter by chance, so that thousands of questions that began together do not end together.
    private double Spread() => 1 - (Chance() / 2);

    // After a failure no longer than usual: an agent keeps what it needs for a question until its wait ends, whether somebody still listens or not.
    private TimeSpan WaitOf(WatchTurn turn, Doubt doubt)
    {
        var wait = turn.Wait is { } own && (own < client.Wait || !(turn.IsCalled || doubt.MayBegin)) ? own : client.Wait;
        return dependency.LongestWait is { } longest && longest < wait ? longest : wait;
    }

    private bool IsGone(Reading? last, Reading reading) => last is not null && !dependency.IsNothing(last.Value) && dependency.IsNothing(reading.Value);

    // The first answer may be a follower's, and so may one to an index, which makes followers wait until they have caught up. But an
    // answer without index that follows an earlier reading or a failure must come from the leader, and be consistent: a follower, or a leader
    // that has just been started again, could bring back an older state, even an empty one. After a ring the leader is asked as it is:
    // a follower may not have heard yet of the change that was the reason for the ring.
    private static Source Whom(BlockingIndex index, Reading? last, Doubt doubt, WatchTurn turn) =>
        index.Value > 0 ? Source.Follower
        : doubt.MayBegin || doubt.IsHolding ? Source.CertainLeader
        : turn.IsCalled ? Source.Leader
        : last is null ? Source.Follower
        : Source.CertainLeader;

    // Nothing at all when the turn was interrupted.
    private async ValueTask<(Reading? Reading, ConsulException? Error)> AskAsync(
        Ask ask, Func<CancellationToken, Task<Reading?>>? first, WatchTurn turn, CancellationToken cancellationToken)
    {
        await turn.EnterAsync();
        try
        {
            var reading = first is null ? null : await first(turn.Interruption);
            return (reading ?? await client.QueryAsync(dependency, ask, turn.Interruption), null);
        }
        catch (ConsulException exception)
        {
            return (null, exception);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && turn.TakeInterruption())
        {
            return (null, null);
        }
        finally
        {
            turn.Leave();
        }
    }

    private async ValueTask<Backoff> FailAsync(Backoff before, ConsulException error, Secret? token, CancellationToken cancellationToken)
    {
        var backoff = before.After(error.Failure);
        if (IsGivenUp(backoff))
        {
            await report(new WatchReport.Failed(dependency, Transport.Failure.GivenUp(error, backoff.Tries), TimeSpan.Zero), cancellationToken);
            return backoff;
        }

        var delay = backoff.Delay(client.Retry, Chance());
        _retry ??= new RetryTime();
        _retry.Set(timeProvider.GetUtcNow() + delay);
        if (!before.IsFailing || before.Failure != error.Failure)
        {
            await report(new WatchReport.Failed(dependency, error, delay) { Retry = _retry }, cancellationToken);
        }

        // Only another token may undo a refusal before its time; an agent that is away needs its rest.
        await (error.Failure == ConsulFailure.Refused ? client.TokenChangesAsync(token, delay, cancellationToken) : Task.Delay(delay, timeProvider, cancellationToken));
        return backoff;
    }

    private bool IsGivenUp(Backoff backoff) => Once && client.Retry.Attempts > 0 && backoff.Tries >= client.Retry.Attempts;

    private async ValueTask<Backoff> RecoverAsync(Backoff before, CancellationToken cancellationToken)
    {
        if (before.IsFailing)
        {
            await report(new WatchReport.Recovered(dependency), cancellationToken);
        }

        return Backoff.None;
    }

    private async ValueTask PauseAsync(long asked, TimeSpan least, CancellationToken cancellationToken)
    {
        var left = least - timeProvider.GetElapsedTime(asked);
        if (left > TimeSpan.Zero)
        {
            await Task.Delay(left, timeProvider, cancellationToken);
        }
    }

    [SuppressMessage("Security", "CA5394", Justification = "It spreads requests in time; nobody gains by guessing it.")]
    private static double NextChance() => Random.Shared.NextDouble();
}
