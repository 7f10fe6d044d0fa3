using ConsulRender.Consul;
using ConsulRender.Consul.Dependencies;

namespace ConsulRender;

/// <summary>The running watches, which are the dependencies in use, of Consul and of files; without agents, of files only. Owned by the <see cref="Runner"/>, inside its loop.</summary>
internal sealed class WatchSet(Agents? agents, TimeProvider timeProvider, Func<WatchReport, CancellationToken, ValueTask> report, Action<Exception> died)
    : IAsyncDisposable
{
    private readonly Dictionary<Dependency, RunningWatch> _running = [];
    private readonly List<Task> _stopping = [];

    /// <summary>Whether each watch ends with its first answer, for <c>-once</c>. Default false.</summary>
    public bool Once { get; init; }

    /// <summary>Whether a dependency is watched; a late report of one that no longer is gets dropped.</summary>
    public bool Contains(Dependency dependency) => _running.ContainsKey(dependency);

    /// <summary>Starts watches of dependencies that are new and stops those that nobody uses any more.</summary>
    /// <returns>Whether any was stopped.</returns>
    public bool Keep(IReadOnlySet<Dependency> used)
    {
        var gone = _running.Keys.Where(dependency => !used.Contains(dependency)).ToList();
        foreach (var dependency in gone)
        {
            _running.Remove(dependency, out var watch);
            _stopping.RemoveAll(task => task.IsCompleted);
            _stopping.Add(watch!.DisposeAsync().AsTask());
        }

        foreach (var dependency in used)
        {
            if (!_running.ContainsKey(dependency))
            {
                _running.Add(dependency, Start(dependency));
            }
        }

        return gone.Count > 0;
    }

    /// <summary>Stops every watch and waits until it has ended.</summary>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll([.. _stopping, .. _running.Values.Select(watch => watch.DisposeAsync().AsTask())]);
        _running.Clear();
    }

    private RunningWatch Start(Dependency dependency) => new(Follow(dependency), died);

    private Func<CancellationToken, Task> Follow(Dependency dependency) => dependency switch
    {
        ConsulQuery query when agents is not null => new Watch(agents.Of(query), query, timeProvider, report) { Once = Once }.RunAsync,
        FileText file => new FileWatch(file, timeProvider, report) { Once = Once }.RunAsync,
        _ => throw new ArgumentException($"{dependency} cannot be watched", nameof(dependency)),
    };

    /// <summary>A watch under way with the means to stop it.</summary>
    private sealed class RunningWatch : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly Task _task;

        public RunningWatch(Func<CancellationToken, Task> run, Action<Exception> died) => _task = RunAsync(run, died);

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _task;
            _stop.Dispose();
        }

        private async Task RunAsync(Func<CancellationToken, Task> run, Action<Exception> died)
        {
            try
            {
                await run(_stop.Token);
            }
            catch (Exception bug)
            {
                // Whatever it is: nobody waits for this task before the end.
                died(bug);
            }
        }
    }
}
