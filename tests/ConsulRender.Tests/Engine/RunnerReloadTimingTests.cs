using Xunit;

namespace ConsulRender.Tests.Engine;

/// <summary>Groups of the loop with <c>min_reload_interval</c> and <c>splay</c>.</summary>
public sealed class RunnerReloadTimingTests : IAsyncDisposable
{
    private const string Reload = "cat DIR/out >>LOG; echo >>LOG";

    private readonly RunnerUnderTest _runner = new();

    public ValueTask DisposeAsync() => _runner.DisposeAsync();

    [Fact]
    public async Task A_change_too_soon_after_a_reload_is_held_and_the_newest_text_is_written_when_the_interval_is_over()
    {
        await StartAsync(interval: 60);
        _runner.Clock.Advance(TimeSpan.FromSeconds(10));
        await ChangeAsync("1");
        _runner.Clock.Advance(TimeSpan.FromSeconds(49.9));
        await ChangeAsync("2");
        Assert.Equal("0", _runner.Directory.Read("out"));
        Assert.Equal(["log", "out", "seen", "turn"], _runner.Directory.Names);

        _runner.Clock.Advance(TimeSpan.FromSeconds(0.1));
        await _runner.HoldsAsync("out", "2");
        await _runner.TurnAsync();
        Assert.Equal(["0", "2"], _runner.Directory.Log);

        // After a long quiet a change is written at once.
        _runner.Clock.Advance(TimeSpan.FromSeconds(60));
        await ChangeAsync("3");
        await _runner.HoldsAsync("out", "3");
    }

    [Fact]
    public async Task A_reload_of_another_group_with_the_same_command_counts_for_the_interval()
    {
        _runner.Key("a", "0").Key("b", "0").With("out", "{{ key(\"a\") }}", reload: "echo run >>LOG", interval: 60);
        _runner.With("other", "{{ key(\"a\") }}{{ key(\"b\") }}", reload: "echo run >>LOG", interval: 60).With("seen", "{{ key(\"a\") }}").Start();
        await _runner.HoldsAsync("other", "00");
        await _runner.TurnAsync();
        _runner.Clock.Advance(TimeSpan.FromSeconds(60));
        var runs = _runner.Directory.Log.Count;
        _runner.Key("b", "1");
        await _runner.HoldsAsync("other", "01");
        await _runner.TurnAsync();
        _runner.Clock.Advance(TimeSpan.FromSeconds(30));
        await ChangeAsync("1");
        Assert.Equal("0", _runner.Directory.Read("out"));

        _runner.Clock.Advance(TimeSpan.FromSeconds(30));
        await _runner.HoldsAsync("out", "1");
        await _runner.HoldsAsync("other", "11");
        await _runner.TurnAsync();
        Assert.Equal(runs + 2, _runner.Directory.Log.Count);
    }

    [Fact]
    public async Task A_text_that_is_the_same_again_does_not_count_as_a_reload()
    {
        _runner.Key("a", "0").Key("b", "0").With("out", "{% assign b = key(\"b\") %}{{ key(\"a\") }}", reload: Reload, interval: 60).With("seen", "{{ key(\"a\") }}").Start();
        await _runner.HoldsAsync("out", "0");
        await _runner.TurnAsync();
        _runner.Clock.Advance(TimeSpan.FromSeconds(60));
        _runner.Key("b", "1");
        await _runner.TurnAsync();
        await ChangeAsync("1");
        await _runner.HoldsAsync("out", "1");
    }

    [Fact]
    public async Task A_change_is_put_off_by_its_splay_once_however_many_follow()
    {
        var fractions = new Queue<double>([0.5, 0.1]);
        _runner.SplayFraction = fractions.Dequeue;
        await StartAsync(splay: 60);
        await ChangeAsync("1");
        _runner.Clock.Advance(TimeSpan.FromSeconds(29.9));
        await ChangeAsync("2");
        Assert.Equal("0", _runner.Directory.Read("out"));

        _runner.Clock.Advance(TimeSpan.FromSeconds(0.1));
        await _runner.HoldsAsync("out", "2");
        await ChangeAsync("3");
        _runner.Clock.Advance(TimeSpan.FromSeconds(6));
        await _runner.HoldsAsync("out", "3");
        Assert.Empty(fractions);
    }

    [Fact]
    public async Task The_splay_begins_when_the_quiet_period_is_over()
    {
        _runner.SplayFraction = () => 0.5;
        await StartAsync(splay: 60, wait: "5s:20s");
        await ChangeAsync("1");
        _runner.Clock.Advance(TimeSpan.FromSeconds(5));
        await _runner.TurnAsync();
        _runner.Clock.Advance(TimeSpan.FromSeconds(29.9));
        await _runner.TurnAsync();
        Assert.Equal("0", _runner.Directory.Read("out"));

        _runner.Clock.Advance(TimeSpan.FromSeconds(0.1));
        await _runner.HoldsAsync("out", "1");
    }

    [Fact]
    public async Task Groups_with_the_same_command_and_splay_still_reload_once()
    {
        var fractions = new Queue<double>([0.5]);
        _runner.SplayFraction = fractions.Dequeue;
        _runner.Key("a", "0");
        for (var number = 0; number < 20; number++)
        {
            _runner.With($"out{number}", "{{ key(\"a\") }}", reload: "echo run >>LOG", splay: 60);
        }

        _runner.With("seen", "{{ key(\"a\") }}").Start();
        await _runner.HoldsAsync("out19", "0");
        await ChangeAsync("1");
        _runner.Clock.Advance(TimeSpan.FromSeconds(30));
        await _runner.HoldsAsync("out19", "1");
        await _runner.TurnAsync();
        Assert.Equal(["run", "run"], _runner.Directory.Log);
    }

    [Fact]
    public async Task With_once_neither_is_waited_for()
    {
        _runner.SplayFraction = () => 1;
        _runner.Key("a", "1").With("out", "{{ key(\"a\") }}", interval: 60, splay: 60).Start(once: true);
        await _runner.EndsAsync();

        Assert.Equal("1", _runner.Directory.Read("out"));
    }

    private async Task StartAsync(int interval = 0, int splay = 0, string? wait = null)
    {
        _runner.Key("a", "0").With("out", "{{ key(\"a\") }}", reload: Reload, wait: wait, interval: interval, splay: splay).With("seen", "{{ key(\"a\") }}").Start();
        await _runner.HoldsAsync("out", "0");
        await _runner.HoldsAsync("seen", "0");
        await _runner.TurnAsync();
    }

    // The file "seen" waits for nothing, so it tells when the loop has taken the change.
    private async Task ChangeAsync(string value)
    {
        _runner.Key("a", value);
        await _runner.HoldsAsync("seen", value);
        await _runner.TurnAsync();
    }
}
