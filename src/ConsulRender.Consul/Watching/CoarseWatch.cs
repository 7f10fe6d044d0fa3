using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using ConsulRender.Consul.Transport;

namespace ConsulRender.Consul.Watching;

/// <summary>
/// Sees which services of a catalog change: three beacons say that something did, a dump of the catalog says what. Owned by <see cref="AgentWatches"/>.
/// </summary>
/// <remarks>docs/decisions/0014 says what it costs the agent and why it is done this way.</remarks>
internal sealed class CoarseWatch(ConsulClient client, DatacenterScope catalog, TimeProvider timeProvider) : BellRinger(client.Retry, timeProvider)
{
    // Changes that come together are looked for together.
    private static readonly TimeSpan Coalescence = TimeSpan.FromMilliseconds(3);

    // At most a quarter of the time is spent on looking: what looks longer, on both sides, looks less often.
    private static readonly TimeSpan LeastBetweenDumps = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan MostBetweenDumps = TimeSpan.FromSeconds(5);
    private const int PausesPerDump = 4;
    private static readonly TimeSpan LeastBetweenStarts = TimeSpan.FromMilliseconds(500);

    // How long a refused dump is not asked for again.
    private static readonly TimeSpan LimitedFor = TimeSpan.FromMinutes(10);

    // What asking for one service takes an agent.
    private static readonly TimeSpan TimePerQuestion = TimeSpan.FromMilliseconds(0.4);

    private readonly CatalogPrints _prints = new();
    private Dictionary<string, List<Bell>> _services = [];
    private List<Bell> _names = [];
    private volatile string? _limitation;
    private long _limitedSince;

    internal override string? Limitation => _limitation;

    protected override void Index(IReadOnlyList<CalledWatch> members)
    {
        // Consul finds a service in whatever case it is asked for.
        var names = members.Where(member => member.Topic!.Kind == TopicKind.ServiceNames).Select(member => member.Bell).ToList();
        Volatile.Write(ref _names, names);
        Volatile.Write(ref _services, ByName(members.Where(member => member.Topic!.Kind == TopicKind.Service), StringComparer.OrdinalIgnoreCase));
    }

    protected override async Task FollowAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await WatchUntilLostAsync(cancellationToken);
                BeUnready();
                await Task.Delay(LeastBetweenStarts, Clock, cancellationToken);
            }
            catch (ConsulException exception)
            {
                await FailAsync(exception, cancellationToken);
            }
        }
    }

    // Nothing can fall between: first where the beacons stand, then the dump, and whoever is called after that reads what is newer than both.
    private async Task WatchUntilLostAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var services = new ArmedBeacon(client, new ServicesBeacon(catalog), Clock);
        var checks = new ArmedBeacon(client, new ChecksBeacon(catalog), Clock);
        var nodes = new ArmedBeacon(client, new NodesBeacon(catalog), Clock);
        ArmedBeacon[] all = [services, checks, nodes];
        try
        {
            await Task.WhenAll(all.Select(beacon => beacon.StartAsync(stop.Token)));
            _limitation = null;
            await LookAsync(checksOnly: false, Source.CertainLeader, stop.Token);
            BeReady();
            while (await PassAsync(services, checks, all, stop.Token))
            {
                // Again.
            }
        }
        finally
        {
            await stop.CancelAsync();
            await EndAsync(all);
        }
    }

    // False when everything must be seen anew.
    private async Task<bool> PassAsync(ArmedBeacon services, ArmedBeacon checks, ArmedBeacon[] all, CancellationToken cancellationToken)
    {
        foreach (var beacon in all)
        {
            beacon.Arm(cancellationToken);
        }

        await Task.WhenAny(all.Select(beacon => beacon.Pending));
        await Task.Delay(Coalescence, Clock, cancellationToken);
        var started = Clock.GetTimestamp();
        var names = services.Value;
        var woken = new List<ArmedBeacon>();
        foreach (var beacon in all.Where(beacon => beacon.IsAnswered))
        {
            switch (await beacon.TakeAsync(cancellationToken))
            {
                case BeaconAnswer.StartOver:
                    return false;
                case BeaconAnswer.Changed:
                    woken.Add(beacon);
                    break;
            }
        }

        if (!Equals(names, services.Value))
        {
            Ring(Volatile.Read(ref _names));
        }

        // Where the dump of all nodes is refused, nobody knows which services a check of a node concerns.
        var checksOnly = _limitation is null && woken is [var only] && only == checks;
        var asksAll = _limitation is not null && woken.Count > 0;
        if (woken.Count > 0)
        {
            var index = await LookAsync(checksOnly, Source.Leader, cancellationToken);

            // A leader that has just been elected may not have come to the change yet.
            if (index > 0 && woken.Exists(beacon => beacon.Index > index))
            {
                index = await LookAsync(checksOnly, Source.CertainLeader, cancellationToken);
            }

            Skip(woken, services, index);
        }

        await PauseAsync(Clock.GetElapsedTime(started) + (asksAll ? TimePerQuestion * Members.Count : TimeSpan.Zero), cancellationToken);
        Recover();
        return true;
    }

    // The dump holds everything up to its index, so no beacon needs to wake for that any more. Names and tags are not in it: those that changed
    // between the beacon's answer and the dump would be skipped unseen.
    private void Skip(List<ArmedBeacon> woken, ArmedBeacon services, ulong index)
    {
        if (woken.Contains(services) && index > services.Index)
        {
            Ring(Volatile.Read(ref _names));
        }

        woken.ForEach(beacon => beacon.SkipTo(index));
    }

    private Task PauseAsync(TimeSpan looked, CancellationToken cancellationToken)
    {
        var pause = looked * PausesPerDump;
        return Task.Delay(pause < LeastBetweenDumps ? LeastBetweenDumps : pause < MostBetweenDumps ? pause : MostBetweenDumps, Clock, cancellationToken);
    }

    private async Task<ulong> LookAsync(bool checksOnly, Source from, CancellationToken cancellationToken)
    {
        if (_limitation is not null && Clock.GetElapsedTime(_limitedSince) < LimitedFor)
        {
            RingAll();
            return 0;
        }

        ConsulQuery dump = checksOnly ? new ChecksDump(catalog, _prints) : new CatalogDump(catalog, _prints);
        try
        {
            var reading = await client.QueryAsync(dump, new Ask { From = from }, cancellationToken);
            Call((IReadOnlyCollection<string>)reading.Value!);
            _limitation = null;
            return reading.Index;
        }
        catch (ConsulException exception) when (exception.Failure == ConsulFailure.Refused || exception.InnerException is JsonException or InvalidOperationException)
        {
            _limitedSince = Clock.GetTimestamp();
            _limitation = $"the agent does not say which changed ({exception.Message}), so all are asked after each change in the catalog";
            RingAll();
            return 0;
        }
    }

    private void Call(IReadOnlyCollection<string> changed)
    {
        var services = Volatile.Read(ref _services);
        foreach (var name in changed)
        {
            if (services.TryGetValue(name, out var bells))
            {
                Ring(bells);
            }
        }
    }

    // Whatever became of the questions that nobody needs any more.
    [SuppressMessage("Design", "CA1031", Justification = "They were given up.")]
    private static async Task EndAsync(ArmedBeacon[] all)
    {
        foreach (var beacon in all.Where(beacon => beacon.IsArmed))
        {
            try
            {
                await beacon.Pending;
            }
            catch (Exception)
            {
                // Nobody waits for the answer.
            }
        }
    }
}
