using ConsulRender.Consul.Transport;

namespace ConsulRender.Consul.Watching;

/// <summary>Sees which keys of a folder change, with one question for all of them. Owned by <see cref="AgentWatches"/>.</summary>
internal sealed class FolderWatch(ConsulClient client, Folder folder, TimeProvider timeProvider) : BellRinger(client.Retry, timeProvider)
{
    private static readonly TimeSpan LeastBetweenQuestions = TimeSpan.FromMilliseconds(100);
    private const int PausesPerReading = 4;

    // How long a refused list is not asked for again.
    private static readonly TimeSpan LimitedFor = TimeSpan.FromMinutes(10);

    private readonly KeyPrints _prints = new(timeProvider);
    private Dictionary<string, List<Bell>> _keys = [];
    private List<Bell> _folders = [];
    private volatile string? _limitation;

    internal override string? Limitation => _limitation;

    protected override void Index(IReadOnlyList<CalledWatch> members)
    {
        Volatile.Write(ref _folders, [.. members.Where(IsFolder).Select(member => member.Bell)]);
        Volatile.Write(ref _keys, ByName(members.Where(member => !IsFolder(member)), StringComparer.Ordinal));
    }

    protected override async Task FollowAsync(CancellationToken cancellationToken)
    {
        var beacon = new KeysBeacon(folder, _prints);
        var index = BlockingIndex.Start;
        var isAnew = true;
        while (true)
        {
            var asked = Clock.GetTimestamp();
            try
            {
                var from = isAnew ? Source.CertainLeader : Source.Leader;
                var reading = await client.QueryAsync(beacon, new Ask { Index = index.Value, From = from }, cancellationToken);
                index = index.After(reading.Index, beforeWaitEnded: Clock.GetElapsedTime(asked) < client.Wait);
                isAnew = Take(reading, isAnew, isBack: index.Move == IndexMove.Backwards);
            }
            catch (ConsulException exception) when (exception.Failure == ConsulFailure.Refused)
            {
                (index, isAnew) = (BlockingIndex.Start, true);
                await CallWithoutLookingAsync(exception, cancellationToken);
            }
            catch (ConsulException exception)
            {
                (index, isAnew) = (BlockingIndex.Start, true);
                await FailAsync(exception, cancellationToken);
            }

            await PauseAsync(asked, cancellationToken);
        }
    }

    // Returns whether everything must be seen anew.
    private bool Take(Reading reading, bool isAnew, bool isBack)
    {
        if (isAnew)
        {
            _limitation = null;
            BeReady();
        }
        else
        {
            Recover();
            Call((IReadOnlyCollection<string>)reading.Value!);
        }

        if (isBack)
        {
            BeUnready();
        }

        return isBack;
    }

    // A token may read keys without listing their folder.
    private async Task CallWithoutLookingAsync(ConsulException exception, CancellationToken cancellationToken)
    {
        _limitation = $"the keys of {folder.Path} cannot be listed ({exception.Message}), so they are asked one after another";
        BeReady();
        using var enough = new CancellationTokenSource(LimitedFor, Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, enough.Token);
        try
        {
            await CallInTurnAsync(Rota.Round, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Then the list is tried again.
        }
    }

    private void Call(IReadOnlyCollection<string> changed)
    {
        var keys = Volatile.Read(ref _keys);
        foreach (var key in changed)
        {
            if (keys.TryGetValue(key, out var bells))
            {
                Ring(bells);
            }
        }

        if (changed.Count > 0)
        {
            Ring(Volatile.Read(ref _folders));
        }
    }

    // However many keys a folder has, at most a fifth of the time is spent on reading them.
    private async Task PauseAsync(long asked, CancellationToken cancellationToken)
    {
        var reading = _prints.Took * PausesPerReading;
        var left = LeastBetweenQuestions - Clock.GetElapsedTime(asked);
        if (reading > left)
        {
            left = reading;
        }

        if (left > TimeSpan.Zero)
        {
            await Task.Delay(left, Clock, cancellationToken);
        }
    }

    private static bool IsFolder(CalledWatch member) => member.Topic!.Name.EndsWith('/');
}
