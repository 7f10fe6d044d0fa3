using ConsulRender.Cli.Progress;
using ConsulRender.Conditions;
using ConsulRender.Consul;
using ConsulRender.Consul.Dependencies;
using ConsulRender.Templating;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ConsulRender.Tests.Cli;

/// <summary>What people see on a terminal while a short run waits.</summary>
public sealed class ProgressDisplayTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly StringWriter _terminal = new();
    private readonly ProgressDisplay _display;
    private int _columns = 100;

    public ProgressDisplayTests() => _display = new ProgressDisplay(_terminal, () => _columns, _clock);

    private string Shown => Screen.Of(_terminal.ToString());

    public async ValueTask DisposeAsync()
    {
        await _display.DisposeAsync();
        await _terminal.DisposeAsync();
    }

    [Fact]
    public async Task A_run_that_is_over_soon_shows_nothing()
    {
        _display.Update(Status(Late("a")));
        _clock.Advance(TimeSpan.FromMilliseconds(299));
        await _display.DisposeAsync();
        _clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("", _terminal.ToString());
    }

    [Fact]
    public async Task What_is_fetched_and_what_is_missing_is_shown_in_place_and_leaves_nothing_behind()
    {
        _display.Update(Status(Late("a"), Late("b"), Absent("c")));
        _clock.Advance(ProgressDisplay.Patience);
        Assert.Equal("0 of 3 outputs ready, fetching 2: key(\"a\"), key(\"b\")\n  waiting for key(\"c\") at t:1:4 (Consul has no such key)", Shown);

        _display.Update(Status(null, Late("b"), Absent("c")));
        _clock.Advance(ProgressDisplay.Period);
        Assert.Equal("1 of 3 outputs ready, fetching 1: key(\"b\")\n  waiting for key(\"c\") at t:1:4 (Consul has no such key)", Shown);

        _display.Update(Status(null, null, null));
        _clock.Advance(ProgressDisplay.Period);
        Assert.Equal("3 of 3 outputs ready", Shown);

        await _display.DisposeAsync();
        Assert.Equal("", Shown);
    }

    [Fact]
    public void Nothing_is_written_again_while_nothing_changes()
    {
        _display.Update(Status(Late("a")));
        _clock.Advance(ProgressDisplay.Patience);
        var before = _terminal.ToString();
        _clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(before, _terminal.ToString());
    }

    [Fact]
    public void A_failing_agent_is_told_and_many_are_counted()
    {
        MissingDependency?[] missing = [.. Enumerable.Range(0, 6).Select(at => Late($"k{at}"))];
        _display.Update(Status(missing) with { Troubles = missing.Skip(1).ToDictionary(one => one!.Dependency, _ => new DependencyTrouble("connection refused")) });
        _clock.Advance(ProgressDisplay.Patience);
        Assert.Equal(
            "0 of 6 outputs ready, fetching 1: key(\"k0\")\n  waiting for key(\"k1\") at t:1:4 (connection refused)\n  waiting for key(\"k2\") at t:1:4 (connection refused)\n"
            + "  waiting for key(\"k3\") at t:1:4 (connection refused)\n  and for 2 more",
            Shown);
    }

    [Fact]
    public void Log_lines_stand_above_the_display_and_not_in_it()
    {
        using var lines = new LineLog(_terminal);
        var log = new ProgressLog(lines, _display);
        _display.Update(Status(Late("a"), Absent("b")));
        _clock.Advance(ProgressDisplay.Patience);
        log.Log(LogLevel.Information, default, "one", null, (state, _) => state);
        Assert.Equal("one", Shown);
        _clock.Advance(ProgressDisplay.Period);
        log.Log(LogLevel.Information, default, "two", null, (state, _) => state);
        _clock.Advance(ProgressDisplay.Period);
        Assert.Equal("one\ntwo\n0 of 2 outputs ready, fetching 1: key(\"a\")\n  waiting for key(\"b\") at t:1:4 (Consul has no such key)", Shown);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(7)]
    [InlineData(1)]
    [InlineData(60)]
    public void No_line_is_wider_than_the_terminal(int columns)
    {
        _columns = columns;
        _display.Update(Status(Late("a/very/long/key/with/世界/in/it"), Absent("😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀")));
        _clock.Advance(ProgressDisplay.Patience);
        Assert.InRange(new Screen().Write(_terminal.ToString()).Width, 0, Math.Max(3, columns - 1));
    }

    [Fact]
    public void Names_from_Consul_do_nothing_to_the_terminal()
    {
        _display.Update(Status(Late("a\e[2J\u202e")));
        _clock.Advance(ProgressDisplay.Patience);
        Assert.Equal("0 of 1 outputs ready, fetching 1: key(\"a\\x1b[2J\\u{202e}\")".Replace("1 outputs", "1 output", StringComparison.Ordinal), Shown);
    }

    private static MissingDependency Late(string key) => new(new KeyValue(key), new SourcePosition("t", 1, 4), IsAbsent: false);

    private static MissingDependency Absent(string key) => Late(key) with { IsAbsent = true };

    private static RunnerStatus Status(params MissingDependency?[] missing) => new(
        [.. missing.Select((one, at) => new GroupStatus($"g{at}", null, one is null ? [] : [one]))],
        new Dictionary<Dependency, DependencyTrouble>());

    private sealed class LineLog(TextWriter terminal) : ILogger, IDisposable
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            terminal.Write(formatter(state, exception) + "\n");

        public void Dispose() => terminal.Flush();
    }
}
