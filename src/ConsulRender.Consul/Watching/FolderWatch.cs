using ConsulRender.Consul.Transport;

namespace ConsulRender.Consul.Watching;

/// <summary>Sees which keys of a folder change, with one question for all of them. Owned by <see cref="AgentWatches"/>.</summary>
internal sealed class FolderWatch(ConsulClient client, Folder folder, TimeProvider timeProvider) : BellRinger(timeProvider)
{
    private static readonly TimeSpan LeastBetweenQuestions = TimeSpan.FromMilliseconds(100);

    private readonly KeysBeacon _beacon = new(folder, new KeyPrints());
    private Dictionary<string, List<Bell>> _keys = [];
    private List<Bell> _folders = [];

    protected override void Index(IReadOnlyList<Member> members)
    {
        Volatile.Write(ref _folders, [.. members.Where(IsFolder).Select(member => member.Bell)]);
        Volatile.Write(ref _keys, ByName(members.Where(member => !IsFolder(member))));
    }

    protected override async Task FollowAsync(CancellationToken cancellationToken)
    {
        var index = BlockingIndex.Start;
        var isAnew = true;
        while (true)
        {
            var asked = Clock.GetTimestamp();
            try
            {
                var from = isAnew ? Source.CertainLeader : Source.Leader;
                var reading = await client.QueryAsync(_beacon, new Ask { Index = index.Value, From = from }, cancellationToken);
                index = index.After(reading.Index, beforeWaitEnded: Clock.GetElapsedTime(asked) < client.Wait);
                if (isAnew)
                {
                    BeReady();
                }
                else
                {
                    Call((IReadOnlyCollection<string>)reading.Value!);
                }

                isAnew = index.Move == IndexMove.Backwards;
            }
            catch (ConsulException exception)
            {
                (index, isAnew) = (BlockingIndex.Start, true);
                await FailAsync(exception, cancellationToken);
            }

            await PauseAsync(asked, cancellationToken);
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

    private async Task PauseAsync(long asked, CancellationToken cancellationToken)
    {
        var left = LeastBetweenQuestions - Clock.GetElapsedTime(asked);
        if (left > TimeSpan.Zero)
        {
            await Task.Delay(left, Clock, cancellationToken);
        }
    }

    private static bool IsFolder(Member member) => member.Topic!.Name.EndsWith('/');
}
