using ConsulRender.Cli.Arguments;
using ConsulRender.Findings;
using ConsulRender.Settings.Tree;
using Xunit;

namespace ConsulRender.Tests.Engine.Findings;

/// <summary>What is found in settings and their templates together; ~ stands for the test's directory.</summary>
public sealed class InspectionTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Every_error_of_every_template_is_found_by_file_and_place()
    {
        Write("b.liquid", "{{ 1 | upcse }}\n{{ kee('x') }}{% foo %}");
        Write("a.liquid", "{% include 'nowhere' %}{{ 'x' | regex_match: '(' }}");
        Settings("""[ { "source": "~/b.liquid", "destination": "~/1" }, { "source": "~/a.liquid", "destination": "~/2" }, { "source": "~/c.liquid", "destination": "~/3" } ]""");

        Assert.Equal(
            [
                "~/a.liquid:1:12: error: there is no partial \"nowhere\"",
                "~/a.liquid:1:46: error: ",
                "~/b.liquid:1:8: error: unknown filter \"upcse\"; did you mean \"upcase\"?",
                "~/b.liquid:2:4: error: there is no function or macro \"kee\"; did you mean \"key\"?",
                "~/b.liquid:2:15: error: unknown tag \"foo\"; did you mean \"for\"?",
                "~/c.liquid:1:1: error: cannot read the template: there is no such file",
            ],
            Inspect().Select(line => line.Contains(":46:", StringComparison.Ordinal) ? line[..24] : line));
    }

    [Fact]
    public void Templates_are_looked_at_although_the_settings_have_errors_too()
    {
        Write("t.liquid", "{% foo %}");
        Write("settings.json", """
            {
              "block_query_wait": "1h",
              "template": [
                { "source": "~/t.liquid", "destination": "~/1" },
                { "destination": "~/2" },
                { "source": "", "destination": "~/3" },
                { "source": "~/t.liquid", "contents": "x", "destination": "~/4" }
              ],
              "template_dirs": [ "a", "b\u0000" ]
            }
            """);

        Assert.Equal(
            [
                "~/settings.json:2:3: error: \"block_query_wait\" must be above 0 and at most 10m, Consul's own limit",
                "~/settings.json:5:5: error: a template needs either \"source\" or \"contents\"",
                "~/settings.json:6:7: error: \"source\" must not be empty",
                "~/settings.json:7:5: error: a template needs either \"source\" or \"contents\"",
                "~/settings.json:9:3: error: \"template_dirs\" must be a list of strings that can be names of directories",
                "~/t.liquid:1:1: error: unknown tag \"foo\"; did you mean \"for\"?",
            ],
            Inspect());
    }

    [Fact]
    public void Limits_that_are_wrong_hold_no_template_up()
    {
        Write("t.liquid", "{% if true %}{% foo %}{% endif %}");
        Write("settings.json", """
            {
              "limits": { "nesting": -1 },
              "template": { "source": "~/t.liquid", "destination": "~/1", "limits": { "nesting": -1 } }
            }
            """);

        Assert.Equal(["~/settings.json:2:", "~/settings.json:3:", "~/t.liquid:1:14: e"], Inspect().Select(line => line[..18]));
    }

    [Theory]
    [InlineData("{ \"templat\": [] }", "~/settings.json:1:3: error: unknown key \"templat\"; did you mean \"template\"?")]
    [InlineData("{", "~/settings.json:1:2: error: not valid JSON: Expected depth to be zero at the end of the JSON payload. There is an open JSON object or array that should be closed")]
    [InlineData("{}", "~/settings.json:1:1: error: there is no \"template\", so there is nothing to render; add one")]
    public void Settings_that_cannot_be_used_are_an_error(string json, string expected)
    {
        Write("settings.json", json);

        Assert.Equal([expected], Inspect());
    }

    [Fact]
    public void Settings_that_are_not_there_are_an_error() =>
        Assert.Equal(["~/settings.json: error: cannot read the settings: there is no such file"], Inspect());

    [Fact]
    public void An_error_in_a_partial_is_told_once_however_many_templates_include_it()
    {
        Write("partials/p.liquid", "{% foo %}");
        Settings(
            """[ { "contents": "{% include 'p' %}", "destination": "~/1" }, { "contents": "{% include 'p.liquid' %}", "destination": "~/2" } ]""",
            "~/partials", "~/partials/../partials");

        Assert.Equal(["~/partials/p.liquid:1:1: error: unknown tag \"foo\"; did you mean \"for\"?"], Inspect());
    }

    [Fact]
    public void Two_templates_that_write_one_file_are_found_however_the_path_is_written()
    {
        Settings("""
            [
              { "contents": "a", "destination": "~/out/x" },
              { "contents": "b", "destination": "~/out/./y/../x" },
              { "contents": "c", "destination": "~/out/y" }
            ]
            """);

        Assert.Equal(
            ["~/settings.json:4:22: error: two templates write '~/out/./y/../x'; give each its own destination"],
            Inspect());
        Assert.Equal("duplicate-destination", Assert.Single(Inspection.Run([_directory.Path("settings.json")], SettingsTree.Empty(""))).Rule);
    }

    [Fact]
    public void Templates_of_the_command_line_stand_beside_those_of_the_settings()
    {
        Write("t.liquid", "text");
        Settings("""{ "contents": "a", "destination": "~/x" }""");

        Assert.Equal(["flag -template: error: two templates write '~/./x'; give each its own destination"], Inspect("~/t.liquid:~/./x"));
        Assert.Empty(Inspect("~/t.liquid:~/y"));
    }

    [Fact]
    public void A_partial_that_no_template_includes_is_found()
    {
        Write("partials/used.liquid", "{% render 'deep/used' %}");
        Write("partials/deep/used.liquid", "{% from 'macros' import m %}{{ m() }}");
        Write("partials/macros.liquid", "{% macro m() %}{% endmacro %}");
        Write("partials/main.liquid", "{% include 'used' %}");
        Write("partials/unused.liquid", "");
        Write("partials/deep/unused.liquid", "");
        Write("partials/of-others/unused.liquid", "");
        Write("partials/README.md", "");
        Write("beside.liquid", "");
        Settings("""{ "source": "~/partials/main.liquid", "destination": "~/x" }""", "~/partials", "~/partials/", "~/absent");

        Assert.Equal(
            [
                "~/partials/deep/unused.liquid:1:1: warning: no template includes this partial",
                "~/partials/unused.liquid:1:1: warning: no template includes this partial",
            ],
            Inspect());
    }

    [Fact]
    public void Nothing_is_called_unused_while_a_template_has_errors()
    {
        Write("partials/p.liquid", "{% assign x = 1 %}");
        Write("partials/unused.liquid", "");
        Settings("""[ { "contents": "{% include 'p' %}", "destination": "~/1" }, { "contents": "{% if %}", "destination": "~/2" } ]""", "~/partials");

        Assert.All(Inspect(), line => Assert.Contains(": error: ", line, StringComparison.Ordinal));
    }

    [Fact]
    public void Several_settings_are_checked_as_one_run_reads_them()
    {
        Write("partials/a.liquid", "{% assign x = 1 %}");
        Write("partials/b.liquid", "");
        Settings("""{ "contents": "{% include 'a' %}", "destination": "~/1" }""", "~/partials");
        var other = Write("other.json", """{ "template": { "contents": "{% include 'a' %}{% include 'b' %}{{ x }}", "destination": "~/2" } }""");

        Assert.Equal(2, Inspect().Count);
        Assert.Empty(Inspection.Run([_directory.Path("settings.json"), other], SettingsTree.Empty("")));
    }

    private List<string> Inspect(params string[] templates) =>
    [
        .. Inspection.Run(
                File.Exists(_directory.Path("settings.json")) || templates.Length == 0 ? [_directory.Path("settings.json")] : [],
                Flags.Parse([.. templates.SelectMany(template => new[] { "-template", template.Replace("~", _directory.Root, StringComparison.Ordinal) })]).Settings)
            .Select(finding => finding.ToString().Replace(_directory.Root, "~", StringComparison.Ordinal)),
    ];

    private void Settings(string template, params string[] folders) => Write(
        "settings.json",
        $"{{ \"template_dirs\": [{string.Join(", ", folders.Select(folder => $"\"{folder}\""))}],\n\"template\": {template} }}");

    private string Write(string name, string text) => _directory.Write(name, text.Replace("~", _directory.Root, StringComparison.Ordinal));
}
