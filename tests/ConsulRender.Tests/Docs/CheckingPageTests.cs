using System.Reflection;
using System.Text.RegularExpressions;
using ConsulRender.Findings;
using ConsulRender.Templating.Findings;
using ConsulRender.Tests.Cli;
using ConsulRender.Tests.Engine;
using Xunit;

namespace ConsulRender.Tests.Docs;

/// <summary>Runs every example of docs/checking.md on the files that the page shows.</summary>
public sealed partial class CheckingPageTests : IDisposable
{
    private static readonly string Page = Document.Read("checking.md");

    private readonly TemporaryDirectory _directory = new();

    public static TheoryData<string, string> Examples =>
        [.. Example().Matches(Page).Select(match => new TheoryDataRow<string, string>(match.Groups[1].Value, match.Groups[2].Value))];

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task An_example_prints_what_the_page_says_and_writes_nothing(string arguments, string output)
    {
        foreach (Match file in ShownFile().Matches(Page))
        {
            _directory.Write(file.Groups[1].Value, file.Groups[2].Value);
        }

        var before = Entries();
        var run = await CheckRun.InAsync(_directory.Root, arguments.Split(' '));

        Assert.Equal((1, output, ""), (run.ExitCode, run.Output, run.Errors));
        Assert.Equal(before, Entries());
    }

    [Fact]
    public void Every_block_is_a_file_or_an_example() => Assert.Equal(
        Page.Split("\n```").Length - 1,
        2 * (ShownFile().Count(Page) + Examples.Count));

    [Fact]
    public void The_table_holds_every_rule_and_no_other()
    {
        var rules = new[] { typeof(Finding).Assembly, typeof(Inspection).Assembly }
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => type.Namespace?.EndsWith(".Findings", StringComparison.Ordinal) == true)
            .Select(type => type.GetField("Rule", BindingFlags.Static | BindingFlags.NonPublic)?.GetRawConstantValue())
            .OfType<string>();

        Assert.Equal(rules.Order(StringComparer.Ordinal), Row().Matches(Page).Select(row => row.Groups[1].Value).Order(StringComparer.Ordinal));
    }

    private string[] Entries() => Directory.GetFileSystemEntries(_directory.Root, "*", SearchOption.AllDirectories);

    [GeneratedRegex("<!-- file: (\\S+) -->\n```\\w+\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex ShownFile();

    [GeneratedRegex("```text\n\\$ consulrender ([^\n]+)\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();

    // | `rule` | severity | ...
    [GeneratedRegex(@"^\| `([a-z-]+)` \| (?:error|warning) \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
