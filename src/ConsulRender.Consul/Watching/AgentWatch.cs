namespace ConsulRender.Consul.Watching;

/// <summary>One watch of an agent with its turn and its connections; owned by <see cref="AgentWatches"/>.</summary>
internal sealed class AgentWatch : IAsyncDisposable
{
    private readonly Watch _watch;
    private readonly ConsulClient _client;
    private readonly RunningTask _task;

    /// <summary>A watch that is not started yet.</summary>
    internal AgentWatch(Watch watch, Topic? topic, ConnectionBudget? places, SemaphoreSlim callers, ConsulClient client, Action<Exception> died)
    {
        _watch = watch;
        _client = client;
        _task = new RunningTask(died);
        Turn = new WatchTurn(places, callers, _task.Stopping) { Lane = client.Lanes.Rent() };
        Called = new CalledWatch(topic, Turn.Bell);
    }

    /// <summary>When it may ask.</summary>
    internal WatchTurn Turn { get; }

    /// <summary>The watch as its ringer knows it.</summary>
    internal CalledWatch Called { get; }

    /// <summary>Who calls it; null when it blocks by itself.</summary>
    internal BellRinger? Ringer { get; set; }

    /// <summary>Lets it ask.</summary>
    internal void Start() => _task.Start(stop => _watch.RunAsync(Turn, stop));

    /// <summary>Stops it and waits until it has ended.</summary>
    public async ValueTask DisposeAsync()
    {
        Turn.Lane!.GiveBack(_client.LongestHold(Turn.Wait));
        await _task.DisposeAsync();
        Turn.Dispose();
    }
}
