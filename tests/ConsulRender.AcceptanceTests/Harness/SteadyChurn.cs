using System.Diagnostics.CodeAnalysis;

namespace ConsulRender.AcceptanceTests.Harness;

/// <summary>Makes changes at an even pace, whatever becomes of them, until it is stopped; owned by one test.</summary>
public sealed class SteadyChurn : IAsyncDisposable
{
    // Servers without a leader keep each change for seconds.
    private const int MostUnderWay = 40;

    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;
    private int _made;
    private int _refused;

    /// <summary>Starts it.</summary>
    public SteadyChurn(Func<Task> change, int perSecond) => _running = RunAsync(change, TimeSpan.FromSeconds(1.0 / perSecond));

    /// <summary>Changes that Consul took.</summary>
    public int Made => Volatile.Read(ref _made);

    /// <summary>Changes that it did not take, as when nobody was there.</summary>
    public int Refused => Volatile.Read(ref _refused);

    /// <summary>Makes no more, and waits for those under way.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    private async Task RunAsync(Func<Task> change, TimeSpan pace)
    {
        var underWay = new List<Task>();
        using var timer = new PeriodicTimer(pace, TimeProvider.System);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                underWay.RemoveAll(one => one.IsCompleted);
                if (underWay.Count < MostUnderWay)
                {
                    underWay.Add(ChangeAsync(change));
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The test has enough.
        }

        await Task.WhenAll(underWay);
    }

    [SuppressMessage("Design", "CA1031", Justification = "Servers are killed meanwhile; whatever that does to a change, the next is made.")]
    private async Task ChangeAsync(Func<Task> change)
    {
        try
        {
            await change();
            Interlocked.Increment(ref _made);
        }
        catch (Exception)
        {
            Interlocked.Increment(ref _refused);
        }
    }
}
