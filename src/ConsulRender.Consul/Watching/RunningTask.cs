namespace ConsulRender.Consul.Watching;

/// <summary>Something that works in the background, with the means to stop it; owned by whoever started it.</summary>
public sealed class RunningTask : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Action<Exception> _died;
    private Task _task = Task.CompletedTask;

    /// <summary>Nothing runs yet.</summary>
    /// <param name="died">Is told of a bug that ended it.</param>
    public RunningTask(Action<Exception> died) => _died = died;

    /// <summary>What ends it.</summary>
    public CancellationToken Stopping => _stop.Token;

    /// <summary>Lets it work until it is stopped.</summary>
    public void Start(Func<CancellationToken, Task> run) => _task = RunAsync(run);

    /// <summary>Stops it and waits until it has ended.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _task;
        _stop.Dispose();
    }

    private async Task RunAsync(Func<CancellationToken, Task> run)
    {
        try
        {
            await run(_stop.Token);
        }
        catch (Exception bug)
        {
            // Whatever it is: nobody waits for this task before the end.
            _died(bug);
        }
    }
}
