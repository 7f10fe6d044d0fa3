using System.Diagnostics.CodeAnalysis;
using ConsulRender.Consul.Transport;

namespace ConsulRender.Consul.Watching;

/// <summary>
/// When one watch may ask: with a place of the budget it blocks by itself; without one it waits until its bell is rung and then asks once. Used by its
/// watch; which of the two, <see cref="AgentWatches"/> says.
/// </summary>
internal sealed class WatchTurn : IDisposable
{
    /// <summary>
    /// How long the question of a watch blocks that is called otherwise. An agent counts the connection of a question that was given up until its wait ends, so
    /// a place passes on to whoever changed later only then.
    /// </summary>
    internal static readonly TimeSpan HotWait = TimeSpan.FromSeconds(10);

    // So many waits without news, a minute, a place is kept while nobody else needs it.
    private const int WaitsWithoutNews = 6;

    private readonly ConnectionBudget? _budget;
    private readonly CancellationToken _stop;
    private CancellationTokenSource _interruption;
    private volatile bool _isCalled;
    private volatile bool _holdsPlace;
    private long _wait;
    private int _waitsWithoutNews;
    private SemaphoreSlim? _entered;

    /// <summary>A turn that may always block, for a watch that stands alone.</summary>
    internal WatchTurn(CancellationToken stop)
        : this(budget: null, callers: null, stop)
    {
    }

    /// <summary>A turn among others.</summary>
    /// <param name="budget">The places for blocking by oneself.</param>
    /// <param name="callers">Lets through as many at once as may ask after a ring.</param>
    /// <param name="stop">Ends the watch.</param>
    internal WatchTurn(ConnectionBudget? budget, SemaphoreSlim? callers, CancellationToken stop)
    {
        _budget = budget;
        Callers = callers;
        _stop = stop;
        _interruption = CancellationTokenSource.CreateLinkedTokenSource(stop);
    }

    /// <summary>What calls the watch while it has no place.</summary>
    internal Bell Bell { get; } = new();

    /// <summary>Whether the watch waits for its bell unless it found a change of late.</summary>
    internal bool IsCalled => _isCalled;

    /// <summary>Whether the watch blocks by itself.</summary>
    internal bool HoldsPlace => _holdsPlace;

    /// <summary>Ends a question before its time: the watch must stop or give its place up.</summary>
    internal CancellationToken Interruption => _interruption.Token;

    /// <summary>How long the agent may hold the watch's questions; null is the client's own wait.</summary>
    internal TimeSpan? Wait
    {
        get => _isCalled ? HotWait : Volatile.Read(ref _wait) is > 0 and var ticks ? TimeSpan.FromTicks(ticks) : null;
        set => Volatile.Write(ref _wait, value?.Ticks ?? 0);
    }

    /// <summary>Lets through as many at once as may ask after a ring.</summary>
    internal SemaphoreSlim? Callers { get; set; }

    /// <summary>The connections that the watch uses; null are the client's first.</summary>
    internal Lane? Lane { get; init; }

    /// <summary>From now on a bell calls the watch.</summary>
    internal void LetCall() => _isCalled = true;

    /// <summary>From now on the watch blocks by itself.</summary>
    internal void LetBlock()
    {
        if (_isCalled)
        {
            _isCalled = false;
            Bell.Ring();
        }
    }

    /// <summary>Makes the watch give its place up now instead of at the end of its wait.</summary>
    internal void Interrupt() => Volatile.Read(ref _interruption).Cancel();

    /// <summary>Waits for the first turn.</summary>
    internal ValueTask BeginAsync() => _isCalled ? new(Bell.RungAsync(_stop)) : default;

    /// <summary>Waits for the next turn after an answer.</summary>
    /// <param name="hadNews">Whether the answer differed from an earlier one.</param>
    /// <returns>Whether the next question may block; otherwise it is to be answered at once.</returns>
    internal async ValueTask<bool> NextAsync(bool hadNews)
    {
        if (MayBlock(hadNews))
        {
            return true;
        }

        await Bell.RungAsync(_stop);
        return false;
    }

    /// <summary>Waits until the question may be sent.</summary>
    internal async ValueTask EnterAsync()
    {
        if (!_isCalled && !_holdsPlace)
        {
            _budget?.Take();
            _holdsPlace = true;
        }

        if (Callers is { } callers && !_holdsPlace)
        {
            await callers.WaitAsync(_stop);
            _entered = callers;
        }
    }

    /// <summary>Says that the question was answered, or failed.</summary>
    internal void Leave()
    {
        _entered?.Release();
        _entered = null;
    }

    /// <summary>Whether the last question ended because of <see cref="Interrupt"/>; the next then waits for a ring.</summary>
    [SuppressMessage("Reliability", "CA2000", Justification = "Disposed of with the turn.")]
    internal bool TakeInterruption()
    {
        if (_stop.IsCancellationRequested || !_interruption.IsCancellationRequested)
        {
            return false;
        }

        // The old one is kept until the watch ends: whoever interrupts may still hold it.
        Volatile.Write(ref _interruption, CancellationTokenSource.CreateLinkedTokenSource(_stop));

        if (_holdsPlace)
        {
            GiveBack();
        }
        else
        {
            // The place was given back already, and the question was for a ring, which must not be lost.
            Bell.Ring();
        }

        return true;
    }

    /// <summary>Says that a question failed: whoever is called otherwise must not keep a place through a long back-off.</summary>
    internal void Fail()
    {
        if (_isCalled)
        {
            GiveBack();
        }
    }

    /// <summary>Gives everything back; the watch has ended.</summary>
    public void Dispose()
    {
        GiveBack();
        _interruption.Dispose();
    }

    private bool MayBlock(bool hadNews)
    {
        if (!_isCalled)
        {
            return true;
        }

        _waitsWithoutNews = hadNews ? 0 : _waitsWithoutNews + 1;
        if (_holdsPlace && !hadNews && (_budget!.IsWanted || _waitsWithoutNews >= WaitsWithoutNews))
        {
            GiveBack();
        }
        else if (!_holdsPlace && hadNews && _budget!.TryTake())
        {
            _holdsPlace = true;
        }

        return _holdsPlace;
    }

    private void GiveBack()
    {
        if (_holdsPlace)
        {
            _holdsPlace = false;
            _budget?.GiveBack();
        }
    }
}
