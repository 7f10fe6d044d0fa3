using Xunit;

namespace ConsulRender.Tests.Engine;

/// <summary>The loop while Consul comes back: what one group read is partly from before and partly from after.</summary>
public sealed class RunnerRestartTests : IAsyncDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(500);

    private readonly RunnerUnderTest _runner = new();

    public ValueTask DisposeAsync() => _runner.DisposeAsync();

    [Fact]
    public async Task A_change_is_not_written_while_another_dependency_of_the_group_fails_but_other_groups_go_on()
    {
        await StartAsync("{{ key(\"a\") }}{{ key(\"b\") }}", Misbehaviours.ConnectionRefused);
        _runner.Key("a", "2");
        await TakesAsync("2");
        Assert.Equal(["11"], _runner.Directory.Log);

        _runner.Consul.Always = null;
        await _runner.HoldsInTimeAsync("out", "21", Step);
        _runner.Key("a", "3");
        await _runner.HoldsInTimeAsync("out", "31", Step);
        await Eventually.HoldsAsync("the reload", () => _runner.Directory.Log.Count > 2);
        Assert.Equal(["11", "21", "31"], _runner.Directory.Log);
    }

    [Fact]
    public async Task What_changed_while_Consul_was_away_is_written_once()
    {
        await StartAsync("{{ key(\"a\") }}{{ key(\"b\") }}", Misbehaviours.Status(500, "No cluster leader"));
        _runner.Key("b", "2").Key("a", "2");
        await TakesAsync("2");

        _runner.Consul.Always = null;
        await _runner.HoldsInTimeAsync("out", "22", Step);
        await Eventually.HoldsAsync("the reload", () => _runner.Directory.Log.Count > 1);
        Assert.Equal(["11", "22"], _runner.Directory.Log);
    }

    [Fact]
    public async Task A_group_that_is_held_up_does_not_keep_the_loop_busy()
    {
        await StartAsync("{{ key(\"a\") }}{{ key(\"b\") }}", Misbehaviours.ConnectionRefused, wait: "1s:2s");
        _runner.Key("a", "2");
        await TakesAsync("2");
        _runner.Clock.Advance(TimeSpan.FromSeconds(5));
        var turns = _runner.Clock.Turns;
        for (var value = 3; value < 8; value++)
        {
            await TakesAsync($"{value}");
        }

        Assert.InRange(_runner.Clock.Turns - turns, 5, 200);
        Assert.Equal(["11"], _runner.Directory.Log);
    }

    [Fact]
    public async Task A_group_that_stops_using_what_fails_is_written_at_once()
    {
        await StartAsync("{{ key(\"a\") }}{% if key(\"a\") == \"1\" %}{{ key(\"b\") }}{% endif %}", Misbehaviours.ConnectionRefused);
        _runner.Key("a", "2");

        await _runner.HoldsInTimeAsync("out", "2", Step);
    }

    [Fact]
    public async Task A_refusal_holds_nothing_up()
    {
        await StartAsync("{{ key(\"a\") }}{{ key(\"b\") }}", Misbehaviours.Status(403, "Permission denied"));
        _runner.Key("a", "2");

        await _runner.HoldsInTimeAsync("out", "21", Step);
    }

    [Fact]
    public async Task A_refusal_after_another_failure_ends_the_hold()
    {
        await StartAsync("{{ key(\"a\") }}{{ key(\"b\") }}", Misbehaviours.ConnectionRefused);
        _runner.Key("a", "2");
        await TakesAsync("2");
        Assert.Equal("11", _runner.Directory.Read("out"));
        _runner.Consul.Always = Misbehaviours.Status(403, "Permission denied");

        await _runner.HoldsInTimeAsync("out", "21", Step);
    }

    // Ends when Consul was away for a moment and only b has not come back.
    private async Task StartAsync(string template, Misbehaviour misbehaviour, string? wait = null)
    {
        _runner.Key("a", "1").Key("b", "1").With("out", template, reload: "cat DIR/out >>LOG; echo >>LOG", wait: wait).With("other", "{{ key(\"a\") }}").Start();
        await _runner.HoldsAsync("out", "11");
        await Eventually.HoldsAsync("the first reload", () => _runner.Directory.Log.Count == 1);
        await Eventually.HoldsAsync("three watches", () => _runner.Consul.Blocked == 3);
        _runner.Consul.AlwaysAt = "/v1/kv/b";
        _runner.Consul.Always = misbehaviour;
        _runner.Consul.Cut();
        await SaysAsync("key(\"b\"): ");
        await SaysAsync("key(\"a\"): Consul answers again");
    }

    // How severe a line is depends on what else is in trouble.
    private Task SaysAsync(string text) => Eventually.HoldsAsync(
        $"the line with {text}", _runner.Clock, Step, () => _runner.Lines.Any(line => line.Contains(text, StringComparison.Ordinal)));

    // The other group, after which the loop has come to the first one, too.
    private async Task TakesAsync(string value)
    {
        _runner.Key("a", value);
        await _runner.HoldsInTimeAsync("other", value, Step);
        _runner.Key("turn", value);
        await _runner.HoldsInTimeAsync("turn", value, Step);
    }
}
