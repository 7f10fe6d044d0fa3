using System.Text.RegularExpressions;
using ConsulRender.Tests.Cli;
using ConsulRender.Tests.Engine;
using Xunit;

namespace ConsulRender.Tests.Docs;

/// <summary>Runs the first template of the README, by flags and by its settings file; what needs an agent gets a fixture instead.</summary>
public sealed partial class ReadmePageTests : IDisposable
{
    private const string Fixture = """{ "services": { "web": [ { "node": "web-1", "address": "10.0.1.11", "port": 80 } ] } }""";

    private static readonly string Page = Document.Read("../README.md");

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task The_first_template_is_rendered_by_the_command_that_is_shown()
    {
        Write();
        var run = await RunAsync("consulrender -once -timeout 1m -template hosts.liquid:hosts.txt", " -snapshot data.json");

        Assert.Equal((0, ""), (run.ExitCode, run.Output));
        Assert.Equal("10.0.1.11 web-1\n", _directory.Read("hosts.txt"));
    }

    [Fact]
    public async Task The_settings_file_is_good_and_its_plan_is_that_file()
    {
        Write();
        var check = await RunAsync("consulrender check -config hosts.hcl");
        var plan = await RunAsync("consulrender plan -config hosts.hcl", " -snapshot data.json");

        Assert.Equal((0, "", ""), (check.ExitCode, check.Output, check.Errors));
        Assert.Equal(2, plan.ExitCode);
        Assert.EndsWith("+10.0.1.11 web-1\n", plan.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_completion_is_printed()
    {
        var run = await RunAsync("consulrender completion bash");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("complete -o filenames -F _consulrender consulrender\n", run.Output, StringComparison.Ordinal);
    }

    private void Write()
    {
        _directory.Write("hosts.liquid", Block("liquid"));
        _directory.Write("hosts.hcl", Block("hcl"));
        _directory.Write("data.json", Fixture);
    }

    // What is run stands on the page, but for what it is given in an agent's place.
    private async Task<CheckRun> RunAsync(string command, string more = "")
    {
        Assert.Contains(command, Shell().Matches(Page).SelectMany(block => block.Groups[1].Value.Split('\n')).Select(line => line.Split(" > ")[0]));
        return await CheckRun.InAsync(_directory.Root, $"{command["consulrender ".Length..]}{more}".Split(' '));
    }

    private static string Block(string language) => Regex.Match(Page, $"```{language}\n(.*?)```", RegexOptions.Singleline).Groups[1].Value;

    [GeneratedRegex("^```sh\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Shell();
}
