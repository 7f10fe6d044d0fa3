namespace ConsulRender.Consul.Watching;

/// <summary>A ringer at work; owned by <see cref="AgentWatches"/>.</summary>
internal sealed class RunningRinger : IAsyncDisposable
{
    private readonly RunningTask _task;

    /// <summary>Lets it work until it is disposed of.</summary>
    internal RunningRinger(BellRinger ringer, Action<Exception> died)
    {
        Ringer = ringer;
        _task = new RunningTask(died);
        _task.Start(ringer.RunAsync);
    }

    /// <summary>The ringer.</summary>
    internal BellRinger Ringer { get; }

    /// <summary>Stops it and waits until it has ended.</summary>
    public ValueTask DisposeAsync() => _task.DisposeAsync();
}
