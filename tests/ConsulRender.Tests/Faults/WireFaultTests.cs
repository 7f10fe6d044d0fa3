using ConsulRender.Conditions;
using ConsulRender.Consul.Dependencies;
using ConsulRender.Files;
using ConsulRender.Tests.Engine;
using Xunit;

namespace ConsulRender.Tests.Faults;

/// <summary>The whole engine over a real socket whose other end misbehaves in every way there is: no file changes meanwhile, the status says why, nobody asks too often, and it is over when it is over.</summary>
public sealed class WireFaultTests : IAsyncDisposable
{
    // What a failing watch waits first, at its shortest, and the least time between two questions that bring nothing.
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(0.125);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(0.1);
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(250);

    // Those of the key and of the file that shows whether the loop turns.
    private const int Questions = 2;

    // How often each question meets the fault, at least.
    private const int Times = 3;

    // When a connection ends before there is an answer, the platform makes three others.
    private const int Tries = 4;

    private readonly RunnerUnderTest _runner = new();

    private FaultyWire Wire => _runner.Wire;

    public static TheoryData<string> Names => [.. WireFaults.All.Select(fault => fault.Name)];

    public ValueTask DisposeAsync()
    {
        // Shown when the test fails.
        TestContext.Current.TestOutputHelper?.WriteLine($"{string.Join('\n', _runner.Lines)}\n{_runner.Runner.Status.Condition}; {Wire.Shown} of {Wire.Asked} questions met the fault");
        return _runner.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task No_fault_of_the_wire_changes_a_file_or_stays_longer_than_it_lasts(string name)
    {
        var fault = WireFaults.All.Single(fault => fault.Name == name);
        await StartAsync();
        var before = FileSystem.Stamp(_runner.Directory.Path("out"));
        var (asked, timers, since) = (Wire.Asked, _runner.Clock.Timers, _runner.Clock.GetUtcNow());

        await Wire.BreakAsync(fault);
        await LastsAsync(fault);
        var lasted = _runner.Clock.GetUtcNow() - since;

        AssertPaced(fault, lasted, Wire.Asked - asked, _runner.Clock.Timers - timers);
        Assert.Equal(before, FileSystem.Stamp(_runner.Directory.Path("out")));
        Assert.Equal(["1"], _runner.Directory.Log);
        AssertTold(fault, since);
        await TurnsAsync();
        await MendsAsync(fault);
    }

    private async Task StartAsync()
    {
        _runner.Directory.Write("input", "one");
        Assert.Equal(0, Wire.Asked);
        _runner.Key("a", "1")
            .With("out", "{{ key(\"a\") }}", reload: "cat DIR/out >>LOG; echo >>LOG")
            .With("beside", $"{{{{ file(\"{_runner.Directory.Path("input")}\") }}}}")
            .Start();
        await _runner.HoldsAsync("out", "1");
        await _runner.HoldsAsync("beside", "one");
        await Eventually.HoldsAsync("the first reload", () => _runner.Directory.Log.Count == 1);
        await Eventually.HoldsAsync("the agent to hold both questions", () => _runner.Consul.Blocked == Questions);
    }

    private async Task LastsAsync(WireFault fault)
    {
        var until = _runner.Clock.GetUtcNow() + Shortest;

        // Each look ends the waits that the agent has begun, so that a fault in good answers shows soon.
        await Eventually.HoldsAsync(
            $"{Times} times \"{fault.Name}\" and what the status says of it",
            _runner.Clock,
            fault.IsSlow ? 4 * Step : Step,
            () =>
            {
                _runner.Consul.Release();
                return Says(fault.Reason) && (fault.ClosesPort || Wire.Shown >= Times * Questions) && _runner.Clock.GetUtcNow() >= until;
            });
    }

    // While answers are good, the status must not complain.
    private bool Says(string? reason)
    {
        var condition = Of("out").Condition;
        return reason is null
            ? condition.State == ConditionState.Healthy && _runner.Runner.Status.Troubles.Count == 0
            : condition is { State: ConditionState.Degraded, Reason: ConditionReason.Consul } && condition.Message.StartsWith($"{new KeyValue("a")}: {reason}", StringComparison.Ordinal);
    }

    private void AssertTold(WireFault fault, DateTimeOffset since)
    {
        var (status, now) = (_runner.Runner.Status, _runner.Clock.GetUtcNow());
        Assert.Equal(fault.Reason is null ? ConditionState.Healthy : ConditionState.Degraded, status.Condition.State);
        Assert.Equal(ConditionState.Healthy, Of("beside").Condition.State);
        if (fault.Reason is not null)
        {
            Assert.InRange(Of("out").Condition.Since, since, now);
            Assert.InRange(Assert.NotNull(Of("out").Condition.NextTry), since, now + TimeSpan.FromMinutes(1));
        }
    }

    private GroupStatus Of(string name) => _runner.Runner.Status.Groups.Single(group => group.Name == _runner.Directory.Path(name));

    // Timers count also what never comes to the wire: each question has one for its end, and one for the pause after it.
    private static void AssertPaced(WireFault fault, TimeSpan lasted, int asked, int timers)
    {
        var most = Questions * (3 + (fault.Reason is null ? lasted / Pause : Math.Log2(1 + (lasted / FirstDelay))));
        Assert.True(asked <= Tries * most, $"{asked} requests within {lasted.TotalSeconds} s; {Tries * most:0} would do");
        Assert.True(timers <= (4 * most) + lasted.TotalSeconds, $"{timers} timers within {lasted.TotalSeconds} s");
    }

    // Another group, which needs nothing of Consul, goes on.
    private async Task TurnsAsync()
    {
        Assert.False(_runner.Task.IsCompleted, "the loop has ended");
        _runner.Directory.Write("input", "two");
        await _runner.HoldsInTimeAsync("beside", "two", Step);
    }

    private async Task MendsAsync(WireFault fault)
    {
        _runner.Key("a", "2");
        if (fault.Reason is null)
        {
            // The fault costs nothing but more questions.
            await _runner.HoldsInTimeAsync("out", "2", Step);
            _runner.Key("a", "3");
        }

        Wire.Mend();
        var asked = Wire.Asked;
        var value = fault.Reason is null ? "3" : "2";
        await _runner.HoldsInTimeAsync("out", value, Step);
        await Eventually.HoldsAsync("the reload", () => _runner.Directory.Log is [.., var last] && last == value);
        await Eventually.HoldsAsync("a healthy status", _runner.Clock, Step, () => _runner.Runner.Status is { Troubles.Count: 0, Condition.State: ConditionState.Healthy });

        Assert.InRange(Wire.Asked - asked, 0, 6 * Questions);

        // However often it was tried, it is told when it begins, and perhaps once more when it goes on otherwise.
        Assert.InRange(_runner.Lines.Count(line => line.StartsWith("Warning", StringComparison.Ordinal) || line.StartsWith("Error", StringComparison.Ordinal)), fault.Reason is null ? 0 : 1, fault.Reason is null ? 0 : 2);
        Assert.Equal(fault.Reason is null ? ["1", "2", "3"] : ["1", "2"], _runner.Directory.Log);
        Assert.False(_runner.Task.IsCompleted, "the loop has ended");
    }
}
