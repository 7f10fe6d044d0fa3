using Microsoft.Extensions.Time.Testing;

namespace ConsulRender.Tests.Engine;

/// <summary>A clock that the test moves and that counts its timers, and how often they are set: once in each turn of the loop. Owned by one test.</summary>
internal sealed class TurnCountingClock : FakeTimeProvider
{
    private int _turns;
    private int _timers;

    internal int Turns => Volatile.Read(ref _turns);

    /// <summary>How many timers there were.</summary>
    internal int Timers => Volatile.Read(ref _timers);

    /// <summary>How far the time of day is from what it would be, had nobody set it; what runs by timers knows nothing of it.</summary>
    internal TimeSpan TimeOfDayOff { get; set; }

    /// <summary>How far each look at the clock moves it, so that what looks often takes long.</summary>
    internal TimeSpan Step { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeOfDayOff;

    public override long GetTimestamp()
    {
        if (Step > TimeSpan.Zero)
        {
            Advance(Step);
        }

        // The clock beneath counts what it says as the time of day.
        return base.GetTimestamp() - TimeOfDayOff.Ticks;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Interlocked.Increment(ref _timers);
        return new CountedTimer(this, base.CreateTimer(callback, state, dueTime, period));
    }

    private sealed class CountedTimer(TurnCountingClock clock, ITimer timer) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Interlocked.Increment(ref clock._turns);
            return timer.Change(dueTime, period);
        }

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
