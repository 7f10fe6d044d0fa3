using System.Diagnostics;

namespace ConsulRender.AcceptanceTests.Harness;

/// <summary>Waits by asking again and again, and says what it waited for when that never came.</summary>
public static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(15);
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(20);

    /// <summary>Waits until the condition holds.</summary>
    public static Task HoldsAsync(string what, Func<bool> condition, Func<string>? evidence = null, TimeSpan? timeout = null) =>
        HoldsAsync(what, () => Task.FromResult(condition()), evidence, timeout);

    /// <summary>Waits until the condition holds.</summary>
    public static async Task HoldsAsync(string what, Func<Task<bool>> condition, Func<string>? evidence = null, TimeSpan? timeout = null)
    {
        var limit = timeout ?? DefaultTimeout;
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            if (watch.Elapsed > limit)
            {
                Assert.Fail($"waited {limit.TotalSeconds:0.#} s for: {what}{(evidence is null ? "" : $"\n{evidence()}")}");
            }

            await PauseAsync(Pause);
        }
    }

    /// <summary>Watches for a while that something stays true: for what must not happen.</summary>
    public static async Task StaysAsync(string what, Func<bool> condition, TimeSpan duration)
    {
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < duration)
        {
            Assert.True(condition(), $"no longer true after {watch.ElapsedMilliseconds} ms: {what}");
            await PauseAsync(Pause);
        }
    }

    private static Task PauseAsync(TimeSpan duration) =>
        Task.Delay(duration, TimeProvider.System, TestContext.Current.CancellationToken);
}
