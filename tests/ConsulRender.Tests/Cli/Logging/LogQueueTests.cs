using ConsulRender.Cli.Logging;
using Microsoft.Extensions.Time.Testing;
using Serilog.Events;
using Xunit;

namespace ConsulRender.Tests.Cli.Logging;

public sealed class LogQueueTests
{
    private static readonly FakeTimeProvider Clock = new();

    [Fact]
    public async Task A_target_that_hangs_keeps_nobody_and_what_had_to_be_left_out_is_counted()
    {
        const int lines = 10_000;
        var told = new List<string>();
        using var target = new HangingTarget();
        using var steady = new SteadyTarget(target, Clock, (_, text) => told.Add(text));
        var queue = new LogQueue(steady);
        for (var line = 0; line < lines; line++)
        {
            queue.Emit(LogEvents.Of(Clock, "x"));
        }

        target.Go.Set();
        await Eventually.HoldsAsync("the count of what was left out", () => told.Count == 1);
        queue.Dispose();

        Assert.Equal($"hanging: it takes lines too slowly; {lines - target.Written} were left out, which are on standard error", told[0]);
        Assert.InRange(target.Written, 4096, 4097);
    }

    [Fact]
    public void What_was_taken_is_written_before_the_end()
    {
        using var target = new HangingTarget();
        target.Go.Set();
        using var steady = new SteadyTarget(target, Clock, (_, _) => { });
        var queue = new LogQueue(steady);
        for (var line = 0; line < 1000; line++)
        {
            queue.Emit(LogEvents.Of(Clock, "x"));
        }

        queue.Dispose();

        Assert.Equal(1000, target.Written);
    }

    private sealed class HangingTarget : ILogTarget
    {
        public ManualResetEventSlim Go { get; } = new();

        public int Written { get; private set; }

        public string Name => "hanging";

        public void Write(LogEvent logEvent)
        {
            Go.Wait();
            Written++;
        }

        public void Dispose() => Go.Dispose();
    }
}
