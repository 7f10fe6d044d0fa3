using System.Text.Json;
using System.Text.RegularExpressions;
using ConsulRender.Cli;
using ConsulRender.Cli.Arguments;
using ConsulRender.Tests.Engine;
using Xunit;

namespace ConsulRender.Tests.Cli;

public sealed class CheckCommandTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Without_a_finding_nothing_is_printed_and_the_exit_code_is_0() =>
        Assert.Equal((ExitCode.Success, ""), Check("-template", Template("fine.liquid", "{{ key('a') }}")));

    [Fact]
    public void An_error_is_one_line_and_exit_code_1()
    {
        var (exitCode, output) = Check("-template", Template("bad.liquid", "{{ 'a' | upcse }}"));

        Assert.Equal(1, (int)exitCode);
        Assert.Equal($"{_directory.Path("bad.liquid")}:1:10: error: unknown filter \"upcse\"; did you mean \"upcase\"?\n", output);
    }

    [Fact]
    public void An_agent_that_the_settings_do_not_define_is_found_without_asking_anybody()
    {
        var template = _directory.Write("t.liquid", "\n{{ key('a', consul: 'est') }}{{ key('a', consul: 'east') }}");
        var settings = _directory.Write("s.json", $$"""{ "agents": { "east": { "address": "e:1" } }, "template": { "source": "{{template}}", "destination": "out" } }""");

        Assert.Equal(
            (ExitCode.Findings, $"{template}:2:21: error: there is no agent \"est\"; \"agents\" of the settings has east; did you mean \"east\"?\n"),
            Check("-config", settings));
    }

    [Fact]
    public void Warnings_alone_are_exit_code_0_unless_strict()
    {
        var template = Template("doubtful.liquid", "{% assign x = 1 %}");

        Assert.Equal(ExitCode.Success, Check("-template", template).ExitCode);
        Assert.Equal(ExitCode.Findings, Check("-template", template, "-strict").ExitCode);
        Assert.Equal(Check("-template", template).Output, Check("-strict", "-template", template).Output);
    }

    [Fact]
    public void Strict_is_0_without_a_finding() =>
        Assert.Equal(ExitCode.Success, Check("-strict", "-template", Template("fine.liquid", "text")).ExitCode);

    [Fact]
    public void JSON_says_the_same_in_fields()
    {
        var (exitCode, output) = Check("-format=json", "-template", Template("bad.liquid", "\n{% assign x = 1 %}{{ 'ä' | upcse }}"));

        Assert.Equal(ExitCode.Findings, exitCode);
        using var json = JsonDocument.Parse(output);
        var finding = Assert.Single(json.RootElement.EnumerateArray());
        Assert.Equal(["file", "line", "column", "severity", "message", "rule"], finding.EnumerateObject().Select(property => property.Name));
        Assert.Equal(_directory.Path("bad.liquid"), finding.GetProperty("file").GetString());
        Assert.Equal((2, 28), (finding.GetProperty("line").GetInt32(), finding.GetProperty("column").GetInt32()));
        Assert.Equal(("error", "invalid-template"), (finding.GetProperty("severity").GetString(), finding.GetProperty("rule").GetString()));
        Assert.Equal("unknown filter \"upcse\"; did you mean \"upcase\"?", finding.GetProperty("message").GetString());
    }

    [Fact]
    public void JSON_without_a_finding_is_an_empty_array() =>
        Assert.Equal((ExitCode.Success, "[]\n"), Check("-format", "json", "-template", Template("fine.liquid", "text")));

    [Fact]
    public void A_message_that_quotes_several_lines_is_still_one_line()
    {
        var (_, output) = Check("-template", Template("bad.liquid", "{{ 1 'a\nb' }}"));

        Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("a b", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-h")]
    [InlineData("--help")]
    [InlineData("-format", "json", "-help")]
    public void Help_is_asked_for_in_every_usual_way(params string[] arguments) => Assert.Equal((ExitCode.Success, HelpText.Check), Check(arguments));

    [Fact]
    public void Every_flag_of_the_help_is_understood_and_no_other()
    {
        var flags = Regex.Matches(HelpText.Check, "^  (-[a-z]+)", RegexOptions.Multiline).Select(match => match.Groups[1].Value);

        Assert.Equal(["-config", "-template", "-format", "-strict", "-h"], flags);
        Assert.Equal(ExitCode.Success, Check("-config", _directory.Write("s.json", """{ "template": { "contents": "x", "destination": "y" } }"""), "-format", "text", "-strict", "-template", Template("t", "x")).ExitCode);
    }

    [Theory]
    [InlineData("nothing to check: name settings with -config PATH or templates with -template SRC:DST ('consulrender check -h' lists the flags)")]
    [InlineData("flag -format: 'xml' is not right; write text or json", "-template", "a:b", "-format", "xml")]
    [InlineData("flag -template: 'a' is not right; write SOURCE:DESTINATION[:COMMAND]", "-template", "a")]
    [InlineData("flag -config needs a value", "-config", "")]
    [InlineData("flag -config needs a value", "-config")]
    [InlineData("unknown flag -fromat; did you mean -format?", "-fromat", "json")]
    [InlineData("unknown flag -once; 'consulrender check -h' lists the flags", "-once")]
    [InlineData("unexpected argument 'a.json'; every argument belongs to a flag ('consulrender check -h' lists them)", "a.json")]
    public void A_wrong_command_line_is_told_in_one_line(string problem, params string[] arguments) =>
        Assert.Equal([problem], Assert.Throws<UsageException>(() => Check(arguments)).Problems);

    [Fact]
    public async Task The_program_runs_the_command_that_stands_first()
    {
        var template = Template("bad.liquid", "{% foo %}");

        var found = await CheckRun.InAsync(_directory.Root, "check", "-template", template);
        var unknown = await CheckRun.InAsync(_directory.Root, "chek", "-template", template);

        Assert.Equal((1, $"{_directory.Path("bad.liquid")}:1:1: error: unknown tag \"foo\"; did you mean \"for\"?\n", ""), (found.ExitCode, found.Output, found.Errors));
        Assert.Equal((13, "", "consulrender: error: unknown command 'chek'; did you mean check?\n"), (unknown.ExitCode, unknown.Output, unknown.Errors));
    }

    [Fact]
    public async Task The_samples_and_the_templates_that_are_shipped_have_no_findings()
    {
        var production = await CheckRun.InAsync(Repository.Root, "check", "-config", "samples/haproxy/consulrender-production.json");
        var alone = await CheckRun.InAsync(Repository.Root, "check", "-strict", "-config", "samples/haproxy/consulrender.json");

        Assert.Equal((0, ""), (production.ExitCode, production.Errors));
        Assert.All(production.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.EndsWith("warning: no template includes this partial", line, StringComparison.Ordinal));
        Assert.Equal((0, "", ""), (alone.ExitCode, alone.Output, alone.Errors));
    }

    [Fact]
    public void A_directory_without_settings_is_a_finding()
    {
        Directory.CreateDirectory(_directory.Path("conf"));

        Assert.Equal(
            (ExitCode.Findings, $"{_directory.Path("conf")}: error: there is no \"template\", so there is nothing to render; add one\n"),
            Check("-config", _directory.Path("conf")));
    }

    private string Template(string name, string text) => $"{_directory.Write(name, text)}:{_directory.Path("out")}";

    private static (ExitCode ExitCode, string Output) Check(params string[] arguments)
    {
        using var output = new StringWriter();
        return (CheckCommand.Run(arguments, _ => null, output), output.ToString());
    }
}
