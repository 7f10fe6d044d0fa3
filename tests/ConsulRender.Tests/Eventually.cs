using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ConsulRender.Tests;

/// <summary>Waits in real time for what other threads do, and says what it waited for when that does not come.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(2);

    /// <summary>Waits until a condition holds.</summary>
    internal static Task HoldsAsync(string what, Func<bool> condition) => HoldsAsync(what, condition, () => { });

    /// <summary>Waits until a condition holds, moving the clock a step at each look. Time may pass further than needed; what was due by then has happened.</summary>
    internal static Task HoldsAsync(string what, FakeTimeProvider clock, TimeSpan step, Func<bool> condition) =>
        HoldsAsync(what, condition, () => clock.Advance(step));

    /// <summary>Waits for a task.</summary>
    internal static async Task EndsAsync(string what, Task task)
    {
        await HoldsAsync(what, () => task.IsCompleted);
        await task;
    }

    private static async Task HoldsAsync(string what, Func<bool> condition, Action betweenLooks)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            if (TimeProvider.System.GetElapsedTime(started) > Longest)
            {
                Assert.Fail($"Waited {Longest.TotalSeconds} s in vain for: {what}");
            }

            betweenLooks();
            await Task.Delay(Poll, TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
