using System.Globalization;
using System.Text.RegularExpressions;
using ConsulRender.Cli.Arguments;
using ConsulRender.Tests.Cli;
using ConsulRender.Tests.Engine;
using Xunit;

namespace ConsulRender.Tests.Docs;

/// <summary>Runs every example of docs/modes.md on the files that the page shows.</summary>
public sealed partial class ModesPageTests : IDisposable
{
    private static readonly string Page = Document.Read("modes.md");

    private readonly TemporaryDirectory _directory = new();

    public static TheoryData<string, int, string> Examples =>
    [
        .. Example().Matches(Page).Select(match => new TheoryDataRow<string, int, string>(
            match.Groups["arguments"].Value, int.Parse(match.Groups["exit"].Value, CultureInfo.InvariantCulture), match.Groups["output"].Value)),
    ];

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task An_example_prints_what_the_page_says_and_writes_nothing(string arguments, int exitCode, string output)
    {
        var shown = ShownFile().Matches(Page);
        foreach (Match file in shown)
        {
            _directory.Write(file.Groups[1].Value, file.Groups[2].Value);
        }

        var run = await CheckRun.InAsync(_directory.Root, arguments.Split(' '));

        Assert.Equal((exitCode, output), (run.ExitCode, run.Output));
        Assert.Equal(shown.Count, Directory.GetFileSystemEntries(_directory.Root).Length);
    }

    [Fact]
    public void Every_prompt_is_an_example() => Assert.Equal(Page.Split("\n$ consulrender ").Length - 1, Examples.Count);

    [Theory]
    [InlineData("modes.md")]
    [InlineData("operations.md")]
    [InlineData("settings.md")]
    [InlineData("../README.md")]
    public void Every_flag_that_a_page_names_is_one(string page)
    {
        var flags = FlagTable.In([.. FlagTable.Groups, .. FlagTable.OfCheck, FlagTable.OfPlan]).ToList();
        Assert.All(Flag().Matches(Document.Read(page)), named => Assert.Contains(flags, flag => flag.Is(named.Groups[1].Value)));
    }

    // What waits for a start is told by the daemon in these words.
    [Fact]
    public void The_keys_that_wait_for_a_start_are_those_of_the_code()
    {
        var source = File.ReadAllText(Path.Combine(Repository.Root, "src", "ConsulRender.Cli", "Daemon", "SettingsReload.cs"));
        var ours = Waits().Matches(source).Select(match => match.Groups[1].Value);
        var said = WaitsLine().Match(Page).Groups[1].Value;
        Assert.Equal(ours, Key().Matches(said).Select(match => match.Groups[1].Value));
    }

    [GeneratedRegex("<!-- file: (\\S+) -->\n```\\w+\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex ShownFile();

    [GeneratedRegex("<!-- exit (?<exit>\\d+) -->\n```text\n\\$ consulrender (?<arguments>[^\n]+)\n(?<output>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();

    [GeneratedRegex("`-([a-z][a-z-]*)[ =`]")]
    private static partial Regex Flag();

    [GeneratedRegex("\\? \\[\"([a-z_]+)\"\\]")]
    private static partial Regex Waits();

    [GeneratedRegex("takes effect only at the next start, and is said then: ([^.]+)\\.")]
    private static partial Regex WaitsLine();

    [GeneratedRegex("`([a-z_]+)`")]
    private static partial Regex Key();
}
