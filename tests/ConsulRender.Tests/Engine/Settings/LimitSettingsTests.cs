using ConsulRender.Consul;
using ConsulRender.Settings;
using ConsulRender.Templating;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ConsulRender.Tests.Engine.Settings;

public sealed class LimitSettingsTests : IDisposable
{
    private const string Every = """
        { "nesting": 10, "include_depth": 1, "iterations": 2, "output_bytes": 3, "pattern_length": 4, "pattern_steps": 1000, "render_time": "5s" }
        """;

    private static readonly TemplateLimits EveryLimit = new()
    {
        Nesting = 10,
        IncludeDepth = 1,
        Iterations = 2,
        OutputBytes = 3,
        PatternLength = 4,
        PatternSteps = 1_000,
        RenderTime = TimeSpan.FromSeconds(5),
    };

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData(""" "limits": {}, """)]
    public void What_nobody_says_is_left_at_its_default(string limits) => Assert.Equal(new TemplateLimits(), Of($$"""{ {{limits}} "template": {{Template("")}} }"""));

    [Fact]
    public void Every_limit_is_read_for_a_template() => Assert.Equal(EveryLimit, Of($$"""{ "template": {{Template($", \"limits\": {Every}")}} }"""));

    [Fact]
    public void Every_limit_is_read_for_all_templates() => Assert.Equal(EveryLimit, Of($$"""{ "limits": {{Every}}, "template": {{Template("")}} }"""));

    [Fact]
    public void A_template_overrides_what_is_said_for_all_one_by_one()
    {
        var limits = Of($$"""
            {
              "limits": { "iterations": 100, "output_bytes": 200, "render_time": "1s" },
              "template": {{Template(""", "limits": { "iterations": 300, "render_time": "20ms" }""")}}
            }
            """);

        Assert.Equal(new TemplateLimits { Iterations = 300, OutputBytes = 200, RenderTime = TimeSpan.FromMilliseconds(20) }, limits);
    }

    [Theory]
    [InlineData("nesting", "10", "500")]
    [InlineData("include_depth", "1", "1000")]
    [InlineData("iterations", "1", "2000000000")]
    [InlineData("output_bytes", "1", "1000000000")]
    [InlineData("pattern_length", "1", "20000")]
    [InlineData("pattern_steps", "1000", "100000000000")]
    [InlineData("render_time", "\"1ms\"", "\"10m\"")]
    public void The_ends_of_a_range_are_inside(string name, string least, string most)
    {
        Assert.NotNull(Read($$"""{ "limits": { "{{name}}": {{least}} }, "template": {{Template("")}} }""").Limits);
        Assert.NotNull(Read($$"""{ "limits": { "{{name}}": {{most}} }, "template": {{Template("")}} }""").Limits);
    }

    [Theory]
    [InlineData("{{ ((((((((((1)))))))))) }}", "1:14", "nesting")]
    [InlineData("{% for i in (1..3) %}{% endfor %}", "1:1", "iterations")]
    [InlineData("1234", "1:1", "output_bytes")]
    [InlineData("{{ 'a' | regex_match: 'abcde' }}", "1:23", "pattern_length")]
    public void The_limits_of_the_settings_hold_for_the_template_and_name_the_setting(string contents, string position, string setting)
    {
        var settings = Read($$"""{ "limits": {{Every}}, "template": { "destination": "out", "contents": "{{contents}}" } }""");
        var exception = Assert.Throws<TemplateException>(() => Render(settings).Dispose());

        var error = Assert.Single(exception.Errors);
        Assert.Equal($"contents of out:{position}", error.Position.ToString());
        Assert.EndsWith($"; if that is meant, raise the setting \"limits.{setting}\"", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_time_of_a_render_is_taken_from_the_given_clock()
    {
        var settings = Read($$"""{ "template": { "destination": "out", "contents": "{% for i in (1..600) %}{% endfor %}done" } }""");
        var clock = new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromSeconds(6) };

        Assert.StartsWith(
            "contents of out:1:1: rendering takes longer than 10 s",
            Assert.Throws<TemplateException>(() => Render(settings, clock).Dispose()).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_switches_of_a_template_reach_it()
    {
        Assert.Equal("[]", Text(""" "contents": "[{{ nothing }}]", "error_on_missing_key": false """));
        Assert.Contains("\"nothing\" is not defined", Failure(""" "contents": "[{{ nothing }}]" """), StringComparison.Ordinal);
        Assert.Equal("a\nb", Text(""" "contents": "{{ vars.text }}" """));
        Assert.Contains("one_line", Failure(""" "contents": "{{ vars.text }}", "reject_newlines": true """), StringComparison.Ordinal);
    }

    private string Text(string template)
    {
        using var rendering = Render(Read($$"""{ "vars": { "text": "a\nb" }, "template": { "destination": "out", {{template}} } }"""));
        return rendering.Text.ToString();
    }

    private string Failure(string template) => Assert.Throws<TemplateException>(() => Text(template)).Message;

    private static Rendering Render(ConsulRender.Settings.Settings settings, TimeProvider? clock = null) =>
        new TemplateLoader(settings, clock ?? new FakeTimeProvider()).Load(settings.Template[0]).Render(Snapshot.Empty);

    private static string Template(string rest) => $$"""{ "destination": "out", "contents": "x"{{rest}} }""";

    private TemplateLimits Of(string json)
    {
        var settings = Read(json);
        return LimitSettings.Merge(settings.Template[0].Limits, settings.Limits);
    }

    private ConsulRender.Settings.Settings Read(string json) => SettingsUnderTest.Read(_directory.Write("settings.json", json));
}
