using Microsoft.Extensions.Time.Testing;

namespace ConsulRender.Tests.Engine;

/// <summary>A clock that the test moves and that counts how often its timers are set: once in each turn of the loop. Owned by one test.</summary>
internal sealed class TurnCountingClock : FakeTimeProvider
{
    private int _turns;

    internal int Turns => Volatile.Read(ref _turns);

    /// <summary>How far each look at the clock moves it, so that what looks often takes long.</summary>
    internal TimeSpan Step { get; set; }

    public override long GetTimestamp()
    {
        if (Step > TimeSpan.Zero)
        {
            Advance(Step);
        }

        return base.GetTimestamp();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new CountedTimer(this, base.CreateTimer(callback, state, dueTime, period));

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
