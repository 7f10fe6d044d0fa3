using ConsulRender.Timing;
using Xunit;

namespace ConsulRender.Tests.Engine;

/// <summary>Several templates with <c>for_each</c> in the loop, between which items move.</summary>
public sealed class RunnerForEachTests : IAsyncDisposable
{
    private readonly RunnerUnderTest _runner = new();

    public ValueTask DisposeAsync() => _runner.DisposeAsync();

    [Fact]
    public async Task A_file_that_one_template_removed_and_the_next_made_anew_is_back_after_a_failed_common_reload()
    {
        _runner.Key("a", "x,y").Key("b", "z").Key("text", "good");
        With("a", "A", reload: "! grep -q wrong DIR/x.conf").With("b", "B", reload: "! grep -q wrong DIR/x.conf");
        _runner.With("seen", "{{ key('a') }} {{ key('b') }} {{ key('text') }}").Start();
        await _runner.HoldsAsync("y.conf", "A good");
        await _runner.HoldsAsync("z.conf", "B good");
        await _runner.TurnAsync();
        _runner.Consul.Change(catalog =>
        {
            catalog.Key("a", "x");
            catalog.Key("b", "y,z");
            catalog.Key("text", "wrong");
        });
        await _runner.HoldsAsync("seen", "x y,z wrong");
        await _runner.TurnAsync();
        _runner.Clock.Advance(TimeSpan.FromSeconds(5));
        await _runner.SaysAsync("Error: ");

        Assert.Equal("A good", _runner.Directory.Read("y.conf"));
        Assert.Equal("A good", _runner.Directory.Read("x.conf"));
    }

    [Fact]
    public async Task An_item_that_moves_to_a_template_that_comes_first_takes_its_file_along()
    {
        await StartAsync();
        _runner.Consul.Change(catalog =>
        {
            catalog.Key("a", "x,y");
            catalog.Key("b", "z");
        });
        await _runner.HoldsAsync("seen", "x,y z");
        await _runner.TurnAsync();
        _runner.Clock.Advance(TimeSpan.FromSeconds(5));
        await _runner.HoldsAsync("y.conf", "A 1");
        await _runner.TurnAsync();

        Assert.Equal("A 1", _runner.Directory.Read("y.conf"));
        Assert.DoesNotContain(_runner.Lines, line => line.StartsWith("Error: ", StringComparison.Ordinal));

        // It is the new owner's to remove.
        _runner.Key("a", "x");
        await _runner.HoldsAsync("seen", "x z");
        await _runner.TurnAsync();
        _runner.Clock.Advance(TimeSpan.FromSeconds(5));
        await Eventually.HoldsAsync("y.conf to go", () => !_runner.Exists("y.conf"));
    }

    [Fact]
    public async Task An_item_that_another_template_still_has_is_tried_again_until_it_is_free()
    {
        await StartAsync();
        _runner.Key("a", "x,y");
        await _runner.HoldsAsync("seen", "x,y y,z");
        await _runner.TurnAsync();
        _runner.Clock.Advance(TimeSpan.FromSeconds(5));
        await _runner.SaysAsync("Error: ");
        Assert.Contains(_runner.Lines, line => line.Contains("another template writes", StringComparison.Ordinal));
        Assert.Equal("B 1", _runner.Directory.Read("y.conf"));

        // Nothing that the first one reads changes any more.
        _runner.Key("b", "z");
        await _runner.HoldsInTimeAsync("y.conf", "A 1", TimeSpan.FromMilliseconds(500));
        Assert.Equal("B 1", _runner.Directory.Read("z.conf"));
    }

    // The first template has x, the second y and z.
    private async Task StartAsync()
    {
        _runner.Key("a", "x").Key("b", "y,z").Key("text", "1");
        With("a", "A").With("b", "B");
        _runner.With("seen", "{{ key('a') }} {{ key('b') }}").Start();
        await _runner.HoldsAsync("x.conf", "A 1");
        await _runner.HoldsAsync("y.conf", "B 1");
        await _runner.TurnAsync();
    }

    private RunnerForEachTests With(string key, string text, string? reload = null)
    {
        _runner.With($"{{{{ item }}}}.conf{(key == "a" ? "" : "{{ '' }}")}", $"{text} {{{{ key('text') }}}}", template => template with
        {
            ForEach = $"key('{key}') | split: ','",
            Command = _runner.Directory.Command(reload),
            CommandTimeout = TimeSpan.FromHours(1000),
            Wait = QuiescencePeriod.Parse("5s:20s"),
        });
        return this;
    }
}
