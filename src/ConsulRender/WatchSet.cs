using ConsulRender.Consul;
using ConsulRender.Consul.Dependencies;
using ConsulRender.Consul.Watching;
using ConsulRender.Files;
using ConsulRender.Groups;

namespace ConsulRender;

/// <summary>The running watches, which are the dependencies in use, of Consul and of files; without agents, of files only. Owned by the <see cref="Runner"/>, inside its loop.</summary>
internal sealed class WatchSet : IAsyncDisposable
{
    private readonly Dictionary<FileText, RunningTask> _files = [];
    private readonly List<Task> _stopping = [];
    private readonly TimeProvider _timeProvider;
    private readonly Func<WatchReport, CancellationToken, ValueTask> _report;
    private readonly Action<Exception> _died;
    private readonly bool _once;
    private readonly Func<ConsulQuery, Reading?>? _earlier;
    private IReadOnlyList<AgentWatches> _agents;

    /// <summary>No watches yet.</summary>
    /// <param name="agents">Whom those of Consul ask; null when nothing asks Consul.</param>
    /// <param name="once">Whether each watch ends with its first answer, for <c>-once</c>.</param>
    /// <param name="timeProvider">Their only clock.</param>
    /// <param name="report">Where they tell what changed.</param>
    /// <param name="died">Is told of a bug that ended one.</param>
    /// <param name="earlier">What those agents answered an earlier run; null when nothing is known.</param>
    public WatchSet(
        Agents? agents,
        bool once,
        TimeProvider timeProvider,
        Func<WatchReport, CancellationToken, ValueTask> report,
        Action<Exception> died,
        Func<ConsulQuery, Reading?>? earlier = null)
    {
        _earlier = earlier;
        _once = once;
        _timeProvider = timeProvider;
        _report = report;
        _died = died;
        _agents = Watches(agents);
    }

    /// <summary>How agents with more questions than connections are watched, in words for an operator.</summary>
    public IEnumerable<string> Descriptions => _agents.Select(agent => agent.Description).OfType<string>();

    /// <summary>How long until <see cref="Tend"/> has something to do; null when it has not.</summary>
    public TimeSpan? Remaining
    {
        get
        {
            TimeSpan? soonest = null;
            foreach (var agent in _agents)
            {
                soonest = OutputGroup.Soonest(soonest, agent.Remaining);
            }

            return soonest;
        }
    }

    /// <summary>Whether a dependency is watched; a late report of one that no longer is gets dropped.</summary>
    public bool Contains(Dependency dependency) => dependency switch
    {
        ConsulQuery query => _agents.Any(agent => agent.Contains(query)),
        FileText file => _files.ContainsKey(file),
        _ => false,
    };

    /// <summary>Starts watches of dependencies that are new and stops those that nobody uses any more.</summary>
    /// <returns>Whether any was stopped.</returns>
    public bool Keep(IReadOnlySet<Dependency> used)
    {
        var stopped = KeepFiles(used);
        foreach (var agent in _agents)
        {
            stopped |= agent.Keep(used);
        }

        return stopped;
    }

    /// <summary>Looks whether an agent must be asked in another way than before.</summary>
    public void Tend()
    {
        foreach (var agent in _agents)
        {
            agent.Tend();
        }
    }

    /// <summary>Asks other agents from now on; the watches of those before have ended when this does.</summary>
    public async Task ReplaceAgentsAsync(Agents agents)
    {
        await StopAgentsAsync();
        _agents = Watches(agents);
    }

    /// <summary>Stops every watch and waits until it has ended.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAgentsAsync();
        await Task.WhenAll([.. _stopping, .. _files.Values.Select(watch => watch.DisposeAsync().AsTask())]);
        _files.Clear();
    }

    private async Task StopAgentsAsync()
    {
        foreach (var agent in _agents)
        {
            await agent.DisposeAsync();
        }
    }

    private IReadOnlyList<AgentWatches> Watches(Agents? agents) =>
        [.. (agents?.Clients ?? []).Select(client => new AgentWatches(client, _timeProvider, _report, _died) { Once = _once, Earlier = _earlier })];

    private bool KeepFiles(IReadOnlySet<Dependency> used)
    {
        var gone = _files.Keys.Where(file => !used.Contains(file)).ToList();
        foreach (var file in gone)
        {
            _files.Remove(file, out var watch);
            _stopping.RemoveAll(task => task.IsCompleted);
            _stopping.Add(watch!.DisposeAsync().AsTask());
        }

        foreach (var file in used.OfType<FileText>().Where(file => !_files.ContainsKey(file)))
        {
            var watch = new RunningTask(_died);
            watch.Start(new FileWatch(file, _timeProvider, _report) { Once = _once }.RunAsync);
            _files.Add(file, watch);
        }

        return gone.Count > 0;
    }
}
