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
        _runner.Start();
        await _runner.HoldsAsync("y.conf", "A good");
        await _runner.HoldsAsync("z.conf", "B good");
        await _runner.TurnAsync();
        _runner.Consul.Change(catalog =>
        {
            catalog.Key("a", "x");
            catalog.Key("b", "y,z");
            catalog.Key("text", "wrong");
        });
        await _runner.SaysAsync("Error: ");

        Assert.Equal("A good", _runner.Directory.Read("y.conf"));
        Assert.Equal("A good", _runner.Directory.Read("x.conf"));
    }

    private RunnerForEachTests With(string key, string text, string? reload = null)
    {
        _runner.With($"{{{{ item }}}}.conf{(key == "a" ? "" : "{{ '' }}")}", $"{text} {{{{ key('text') }}}}", template => template with
        {
            ForEach = $"key('{key}') | split: ','",
            Command = _runner.Directory.Command(reload),
        });
        return this;
    }
}
