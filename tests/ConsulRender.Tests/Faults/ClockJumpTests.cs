using ConsulRender.Files;
using ConsulRender.Tests.Engine;
using Xunit;

namespace ConsulRender.Tests.Faults;

/// <summary>The whole engine while somebody sets the clock of the host, and after it was stopped for a while.</summary>
public sealed class ClockJumpTests : IAsyncDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(250);

    private readonly RunnerUnderTest _runner = new();

    public ValueTask DisposeAsync() => _runner.DisposeAsync();

    [Theory]
    [InlineData(5)]
    [InlineData(-5)]
    [InlineData(24 * 365)]
    [InlineData(-24 * 365)]
    public async Task A_time_of_day_that_jumps_writes_nothing_and_keeps_nothing_waiting(int hours)
    {
        var input = _runner.Directory.Write("input", "one");
        _runner.Key("a", "0")
            .With("out", "{{ key(\"a\") }}", wait: "5s:20s", reload: "cat DIR/out >>LOG; echo >>LOG")
            .With("seen", "{{ key(\"a\") }}")
            .With("beside", $"{{{{ file(\"{input}\") }}}}")
            .Start();
        await _runner.HoldsAsync("beside", "one");
        await _runner.HoldsAsync("out", "0");
        await Eventually.HoldsAsync("the first reload", () => _runner.Directory.Log.Count == 1);
        var before = FileSystem.Stamp(_runner.Directory.Path("out"));
        _runner.Key("a", "1");
        await _runner.HoldsAsync("seen", "1");
        _runner.Clock.Advance(TimeSpan.FromSeconds(4));

        _runner.Clock.TimeOfDayOff = TimeSpan.FromHours(hours);
        await _runner.TurnAsync();
        _runner.Clock.Advance(TimeSpan.FromSeconds(0.9));
        await _runner.TurnAsync();
        Assert.Equal(before, FileSystem.Stamp(_runner.Directory.Path("out")));

        _runner.Clock.Advance(TimeSpan.FromSeconds(0.1));
        await _runner.HoldsAsync("out", "1");
        await Eventually.HoldsAsync("the reload", () => _runner.Directory.Log is ["0", "1"]);
        _runner.Directory.Write("input", "two");
        File.SetLastWriteTimeUtc(input, _runner.Clock.GetUtcNow().UtcDateTime);
        await _runner.HoldsInTimeAsync("beside", "two", Step);
        Assert.Empty(_runner.Runner.Status.Troubles);
    }

    // So it is for a process that was stopped: every timer is late at once, and so is every answer.
    [Fact]
    public async Task A_leap_of_three_hours_costs_some_questions_and_no_file()
    {
        _runner.Key("a", "1").With("out", "{{ key(\"a\") }}", reload: "cat DIR/out >>LOG; echo >>LOG").Start();
        await _runner.HoldsAsync("out", "1");
        await Eventually.HoldsAsync("the first reload", () => _runner.Directory.Log.Count == 1);
        await Eventually.HoldsAsync("both questions to be held", () => _runner.Consul.Blocked == 2);
        var before = FileSystem.Stamp(_runner.Directory.Path("out"));
        var asked = _runner.Consul.Requests.Count;

        _runner.Clock.Advance(TimeSpan.FromHours(3));
        await Eventually.HoldsAsync(
            "both questions to be held again", _runner.Clock, Step, () => _runner.Consul.Requests.Count >= asked + 2 && _runner.Consul.Blocked == 2 && _runner.Runner.Status.Troubles.Count == 0);
        Assert.Equal(before, FileSystem.Stamp(_runner.Directory.Path("out")));
        Assert.InRange(_runner.Consul.Requests.Count - asked, 2, 8);

        _runner.Key("a", "2");
        await _runner.HoldsAsync("out", "2");
        await Eventually.HoldsAsync("the reload", () => _runner.Directory.Log is ["1", "2"]);
    }
}
