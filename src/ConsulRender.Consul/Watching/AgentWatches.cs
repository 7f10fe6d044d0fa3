using System.Globalization;
using System.Text;
using ConsulRender.Consul.Dependencies;
using ConsulRender.Consul.Transport;

namespace ConsulRender.Consul.Watching;

/// <summary>
/// The running watches of one agent. It decides, for all of them together, which block on a connection of their own and which are called when something coarser saw
/// a change. Owned by the loop that says what is used; everything here happens inside that loop.
/// </summary>
public sealed class AgentWatches : IAsyncDisposable
{
    // Fewer by a fifth, so that a question which comes and goes does not turn everything over each time.
    private const double Hysteresis = 0.8;

    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    private readonly ConsulClient _client;
    private readonly TimeProvider _timeProvider;
    private readonly Func<WatchReport, CancellationToken, ValueTask> _report;
    private readonly Action<Exception> _died;
    private readonly Dictionary<ConsulQuery, AgentWatch> _running = [];
    private readonly Dictionary<object, RunningRinger> _ringers = [];
    private readonly List<KeysTogether> _together = [];
    private readonly List<Task> _stopping = [];
    private readonly ConnectionBudget _places;
    private SemaphoreSlim _callers;
    private int _callerCount;
    private readonly Crowding _crowding;
    private WatchPlan? _plan;
    private bool _shares;
    private string? _limitation;

    /// <summary>No watches yet.</summary>
    /// <param name="client">Whom they ask.</param>
    /// <param name="timeProvider">Their only clock.</param>
    /// <param name="report">Where they tell what changed.</param>
    /// <param name="died">Is told of a bug that ended one.</param>
    public AgentWatches(ConsulClient client, TimeProvider timeProvider, Func<WatchReport, CancellationToken, ValueTask> report, Action<Exception> died)
    {
        _client = client;
        _timeProvider = timeProvider;
        _report = report;
        _died = died;
        _places = new ConnectionBudget(int.MaxValue, timeProvider);
        _crowding = new Crowding(client.MaxConnections, timeProvider);
        _callerCount = WatchPlan.Callers(client.MaxConnections);
        _callers = new SemaphoreSlim(_callerCount);
    }

    /// <summary>Whether each watch ends with its first answer, for <c>-once</c>. Default false.</summary>
    public bool Once { get; init; }

    /// <summary>What an earlier run was answered; may be asked at any time. Default: nothing is known.</summary>
    public Func<ConsulQuery, Reading?>? Earlier { get; init; }

    /// <summary>Whether a question is watched.</summary>
    public bool Contains(ConsulQuery query) => _running.ContainsKey(query);

    /// <summary>How long until the budget of connections may grow again; null when it is whole.</summary>
    public TimeSpan? Remaining => _crowding.Remaining;

    /// <summary>How the agent is watched, in words for an operator; null while each question is followed by itself.</summary>
    public string? Description { get; private set; }

    /// <summary>Starts watches of the questions among what is used and stops those that are not used any more.</summary>
    /// <returns>Whether any was stopped.</returns>
    public bool Keep(IReadOnlySet<Dependency> used)
    {
        var gone = _running.Keys.Where(query => !used.Contains(query)).ToList();
        gone.ForEach(Stop);
        var added = used.OfType<ConsulQuery>().Where(query => query.Scope.Agent == _client.Agent && !_running.ContainsKey(query)).ToList();
        var together = Once ? AskTogether(added) : null;
        added.ForEach(query => Add(query, together?.GetValueOrDefault(query)));
        if (gone.Count + added.Count > 0)
        {
            Arrange();
            added.ForEach(query => _running[query].Start());
        }

        return gone.Count > 0;
    }

    /// <summary>Looks whether the agent is to be asked in another way than before: it refused connections, stopped doing so, or speaks another version of HTTP.</summary>
    public void Tend()
    {
        if (_crowding.Update(_client.Crowdings) || _shares != _client.Lanes.MayShare)
        {
            Arrange();
        }
        else if (Limitation() != _limitation)
        {
            Description = Describe();
        }
    }

    /// <summary>Stops every watch and waits until it has ended.</summary>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll([.. _stopping, .. _running.Values.Select(watch => watch.DisposeAsync().AsTask()), .. _ringers.Values.Select(running => running.DisposeAsync().AsTask())]);
        foreach (var together in _together)
        {
            await together.DisposeAsync();
        }

        _running.Clear();
        _together.Clear();
        _ringers.Clear();
        _callers.Dispose();
    }

    private Dictionary<ConsulQuery, KeysTogether> AskTogether(List<ConsulQuery> added)
    {
        var asked = new Dictionary<ConsulQuery, KeysTogether>();
        foreach (var together in KeysTogether.Ask(_client, added))
        {
            _together.Add(together);
            foreach (var key in together.Keys)
            {
                asked.Add(key, together);
            }
        }

        return asked;
    }

    private void Add(ConsulQuery query, KeysTogether? together)
    {
        var watch = new Watch(_client, query, _timeProvider, _report)
        {
            Once = Once,
            Earlier = Earlier,
            First = together is null ? null : stop => together.FirstAsync((KeyValue)query, stop),
        };
        _running.Add(query, new AgentWatch(watch, query.Topic, Once ? null : _places, _callers, _client, _died));
    }

    private void Stop(ConsulQuery query)
    {
        _running.Remove(query, out var watch);
        Stop(watch!.DisposeAsync().AsTask());
    }

    private void Stop(Task stopped)
    {
        _stopping.RemoveAll(task => task.IsCompleted);
        _stopping.Add(stopped);
    }

    private void Arrange()
    {
        _shares = _client.Lanes.MayShare;
        var most = _crowding.Budget * (_shares ? Lanes.WatchesPerConnection : 1) * (_plan is null ? 1 : Hysteresis);
        _plan = Once || _running.Count <= most ? null : new WatchPlan(_running.Keys, _crowding.Budget);
        _places.Places = _plan?.Places ?? int.MaxValue;
        LimitCallers();
        Assign();
        Interrupt(_plan is null ? 0 : _places.Taken - _places.Places);
        Description = Describe();
    }

    // Those who have entered leave by the door they came through, so the old one is not disposed of.
    private void LimitCallers()
    {
        var count = WatchPlan.Callers(_crowding.Budget);
        if (count != _callerCount)
        {
            _callerCount = count;
            _callers = new SemaphoreSlim(count);
            foreach (var watch in _running.Values)
            {
                watch.Turn.Callers = _callers;
            }
        }
    }

    // Each watch to its ringer, if it has one.
    private void Assign()
    {
        var members = new Dictionary<object, List<AgentWatch>>();
        var wait = LongWait();
        foreach (var (query, watch) in _running)
        {
            watch.Turn.Wait = wait;
            if (_plan?.RingerOf(query) is not { } ringer)
            {
                watch.Ringer = null;
                watch.Turn.LetBlock();
                continue;
            }

            if (!members.TryGetValue(ringer, out var called))
            {
                members.Add(ringer, called = []);
            }

            called.Add(watch);
        }

        foreach (var ringer in _ringers.Keys.Where(ringer => !members.ContainsKey(ringer)).ToList())
        {
            _ringers.Remove(ringer, out var running);
            Stop(running!.DisposeAsync().AsTask());
        }

        foreach (var (ringer, called) in members)
        {
            Call(RingerOf(ringer), called);
        }
    }

    private static void Call(BellRinger ringer, List<AgentWatch> called)
    {
        var added = called.Where(watch => watch.Ringer != ringer).ToList();
        foreach (var watch in added)
        {
            watch.Ringer = ringer;
            watch.Turn.LetCall();
        }

        ringer.Call([.. called.Select(watch => watch.Called)], [.. added.Select(watch => watch.Called)]);
    }

    private BellRinger RingerOf(object what)
    {
        if (_ringers.TryGetValue(what, out var running))
        {
            return running.Ringer;
        }

        BellRinger ringer = what switch
        {
            DatacenterScope catalog => new CoarseWatch(_client, catalog, _timeProvider),
            Folder folder => new FolderWatch(_client, folder, _timeProvider),
            _ => new Rota(_client, _timeProvider),
        };
        _ringers.Add(what, new RunningRinger(ringer, _died));
        return ringer;
    }

    private void Interrupt(int tooMany)
    {
        foreach (var watch in _running.Values)
        {
            if (tooMany > 0 && watch.Turn is { IsCalled: true, HoldsPlace: true })
            {
                watch.Turn.Interrupt();
                tooMany--;
            }
        }
    }

    // Each wait that ends costs the agent a millisecond, so the more questions there are, the longer each waits.
    private TimeSpan? LongWait()
    {
        var longer = _client.Wait * ((double)_running.Count / _client.MaxConnections);
        return !_shares || longer <= _client.Wait ? null : longer < LongestWait ? longer : LongestWait;
    }

    private string? Limitation() => _ringers.Values.Select(running => running.Ringer.Limitation).FirstOrDefault(limitation => limitation is not null);

    private string? Describe()
    {
        _limitation = Limitation();
        if (_plan is null)
        {
            return null;
        }

        var text = new StringBuilder(_client.Agent is { } agent ? $"consul \"{agent}\": " : "")
            .Append(CultureInfo.InvariantCulture, $"there are more questions than the {_crowding.Budget} connections to the agent, ")
            .Append("so services and keys are asked for only when a summary of the catalog or of their folder says that they changed");
        if (_crowding.Remaining is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $"; there were {_client.MaxConnections} until it refused one");
        }

        return text.Append(_limitation is null ? "" : "; ").Append(_limitation).ToString();
    }
}
