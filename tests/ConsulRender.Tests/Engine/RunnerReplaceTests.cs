using ConsulRender.Templating;
using Xunit;

namespace ConsulRender.Tests.Engine;

/// <summary>Settings and templates that are read again while the loop runs.</summary>
public sealed class RunnerReplaceTests : IAsyncDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(500);

    private readonly RunnerUnderTest _runner = new();

    public ValueTask DisposeAsync() => _runner.DisposeAsync();

    [Fact]
    public async Task A_new_text_is_written_and_reloaded_once()
    {
        await StartAsync("{{ key(\"a\") }}", reload: "echo x >> LOG");

        Assert.Empty(await _runner.ReplaceAsync("out", "new {{ key(\"a\") }}"));
        await _runner.HoldsAsync("out", "new 1");
        await _runner.TurnAsync();
        Assert.Equal("x\nx\n", _runner.Directory.Read("log"));
    }

    [Fact]
    public async Task The_same_text_changes_nothing()
    {
        await StartAsync("{{ key(\"a\") }}", reload: "echo x >> LOG");

        Assert.Empty(await _runner.ReplaceAsync("out", "{{ key('a') }}"));
        await _runner.TurnAsync();
        Assert.Equal("x\n", _runner.Directory.Read("log"));
    }

    [Fact]
    public async Task Watches_go_on_and_nothing_is_asked_again()
    {
        await StartAsync("{{ key(\"a\") }}");
        await Eventually.HoldsAsync("both questions to be held", () => _runner.Consul.Blocked == 2);
        var asked = _runner.Consul.Requests.Count;

        Assert.Empty(await _runner.ReplaceAsync("out", "new {{ key(\"a\") }}"));
        await _runner.HoldsAsync("out", "new 1");
        Assert.Equal(asked, _runner.Consul.Requests.Count);
    }

    [Fact]
    public async Task A_template_that_fails_stays_out_and_the_one_before_goes_on()
    {
        await StartAsync("{{ key(\"a\") }}");

        var problem = Assert.Single(await _runner.ReplaceAsync("out", "{{ key(\"a\") | plus: banana }}"));
        Assert.Contains("banana", problem, StringComparison.Ordinal);
        _runner.Key("a", "2");
        await _runner.HoldsAsync("out", "2");
    }

    [Fact]
    public async Task A_template_that_cannot_be_parsed_stays_out()
    {
        await StartAsync("{{ key(\"a\") }}");

        await Assert.ThrowsAsync<TemplateException>(() => _runner.ReplaceAsync("out", "{% foo %}"));
        _runner.Key("a", "2");
        await _runner.HoldsAsync("out", "2");
    }

    [Fact]
    public async Task What_a_new_template_needs_is_asked_for_and_the_file_stays_until_it_is_there()
    {
        await StartAsync("{{ key(\"a\") }}");

        Assert.Empty(await _runner.ReplaceAsync("out", "{{ key(\"a\") }} {{ key(\"b\") }}"));
        await _runner.TurnAsync();
        Assert.Equal("1", _runner.Directory.Read("out"));
        _runner.Key("b", "2");
        await _runner.HoldsAsync("out", "1 2");
    }

    [Fact]
    public async Task Another_agent_is_asked_instead_and_its_answers_alone_count()
    {
        await StartAsync("{{ key(\"a\") }}");
        using var other = new ScriptedConsul(_runner.Clock);
        other.Change(catalog => catalog.Key("turn", "0"));

        Assert.Empty(await _runner.ReplaceAsync("out", "{{ key(\"a\") }}", other));
        await Eventually.HoldsAsync("the agent before to be left", _runner.Clock, Step, () => _runner.Consul.Blocked == 0);
        Assert.Equal("1", _runner.Directory.Read("out"));
        other.Change(catalog => catalog.Key("a", "other"));
        await _runner.HoldsInTimeAsync("out", "other", Step);
    }

    [Fact]
    public async Task A_group_named_like_the_destination_of_another_template_is_kept_apart_from_it()
    {
        _runner.With("named", "{{ key(\"a\") }}", template => template with { OutputGroup = _runner.Directory.Path("out") });
        await StartAsync("{{ key(\"a\") }}");

        Assert.Empty(await _runner.ReplaceAsync("out", "new {{ key(\"a\") }}"));
        await _runner.HoldsAsync("out", "new 1");
        Assert.Empty(await _runner.ReplaceAsync("named", "other {{ key(\"a\") }}"));
        await _runner.HoldsAsync("named", "other 1");
    }

    private async Task StartAsync(string template, string? reload = null)
    {
        _runner.Key("a", "1").With("out", template, reload: reload).Start();
        await _runner.HoldsAsync("out", "1");
        await _runner.TurnAsync();
    }
}
