using System.Text.Json;
using ConsulRender.Consul;
using ConsulRender.Settings;
using ConsulRender.Templating;
using Xunit;

namespace ConsulRender.Tests.Engine;

/// <summary>What a template's own settings do to it.</summary>
public sealed class TemplateLoaderTests
{
    [Theory]
    [InlineData(null, null, "{{ vars.a | default: 'none' }}", "none")]
    [InlineData("""{"a":1}""", null, "{{ vars.a }}", "1")]
    [InlineData(null, """{"a":1}""", "{{ vars.a }}", "1")]
    [InlineData("""{"a":1,"b":2}""", """{"b":3,"c":4}""", "{{ vars.a }}{{ vars.b }}{{ vars.c }}", "134")]
    [InlineData("""{"o":{"x":1,"y":2}}""", """{"o":{"x":3}}""", "{{ vars.o | to_json }}", """{"x":3}""")]
    [InlineData("""{"a":1}""", """{"a":null}""", "[{{ vars.a }}]", "[]")]
    [InlineData("""{"n":1.5}""", """{"b":12345678901234567890}""", "{{ vars.n }} {{ vars.b }}", "1.5 12345678901234567890")]
    public void The_vars_of_a_template_lie_over_those_of_the_settings_member_by_member(string? common, string? own, string text, string expected) =>
        Assert.Equal(expected, Render(new TemplateSettings { Contents = text, Vars = Json(own) }, new ConsulRender.Settings.Settings { Vars = Json(common) }));

    [Fact]
    public void Delimiters_come_from_the_template_and_else_from_the_settings()
    {
        var settings = new ConsulRender.Settings.Settings { DefaultDelimiters = new DelimiterSettings { Left = "<<", Right = ">>" } };
        Assert.Equal("1{{", Render(new TemplateSettings { Contents = "<< 1 >>{{" }, settings));
        var own = new DelimiterSettings { Left = "[[", Right = "]]" };
        Assert.Equal("1<<", Render(new TemplateSettings { Contents = "[[ 1 ]]<<", Delimiters = own }, settings));
    }

    [Fact]
    public async Task The_destinations_of_items_are_written_with_the_same_delimiters()
    {
        using var directory = new TemporaryDirectory();
        var template = new TemplateSettings { Contents = "{{[[ item ]]", ForEach = "'a,b' | split: ','", Destination = directory.Path("[[ item ]]/out") };
        var settings = new ConsulRender.Settings.Settings { Template = [template], DefaultDelimiters = new DelimiterSettings { Left = "[[", Right = "]]" } };
        using var log = new ConsulRender.Cli.Logging.LazyLogger(new ConsulRender.Settings.Settings { LogLevel = LogSeverity.Err });
        var runner = Runner.Create(settings, new RunnerOptions { Once = true, Snapshot = Snapshot.Of("f", "{}"u8.ToArray()) }, agents: null, TimeProvider.System, log);
        await runner.RunAsync(TestContext.Current.CancellationToken);
        Assert.Equal("{{b", directory.Read("b/out"));
    }

    [Fact]
    public void A_denied_function_is_an_error_of_the_template()
    {
        var template = new TemplateSettings { Contents = "{{ env('HOME') }}", Destination = "out", FunctionDenylist = ["must*", "env"] };
        var exception = Assert.Throws<TemplateException>(() => Render(template, new ConsulRender.Settings.Settings()));
        Assert.Equal("contents of out:1:4: the function \"env\" is denied by function_denylist", exception.Message);
    }

    [Fact]
    public void A_broken_pattern_denies_nothing_in_silence()
    {
        var template = new TemplateSettings { Contents = "x", Destination = "out", FunctionDenylist = ["ok*", "env["] };
        Assert.Equal(".function_denylist[1]", Assert.Single(template.DenylistProblems()).Key);
        var exception = Assert.Throws<TemplateException>(() => Render(template, new ConsulRender.Settings.Settings()));
        Assert.Equal("contents of out:1:1: \"function_denylist\": 'env[' is no pattern; close its bracket, or write \\\\ for a backslash", exception.Message);
    }

    private static string Render(TemplateSettings template, ConsulRender.Settings.Settings settings)
    {
        using var rendering = new TemplateLoader(settings, TimeProvider.System).Load(template).Render(Snapshot.Empty);
        return rendering.Text.ToString();
    }

    private static JsonElement Json(string? text) => text is null ? default : JsonDocument.Parse(text).RootElement;
}
