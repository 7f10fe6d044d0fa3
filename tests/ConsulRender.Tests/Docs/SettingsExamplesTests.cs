using System.Text.RegularExpressions;
using ConsulRender.Tests.Engine;
using ConsulRender.Tests.Engine.Settings;
using Xunit;

namespace ConsulRender.Tests.Docs;

/// <summary>Reads every piece of settings that a page shows as a run would.</summary>
public sealed partial class SettingsExamplesTests : IDisposable
{
    private static readonly string[] Pages = ["../README.md", "settings.md", "modes.md", "operations.md", "coming-from-consul-template.md"];

    private readonly TemporaryDirectory _directory = new();

    public static TheoryData<string, string, string> Examples =>
    [
        .. Pages.SelectMany(page => Block().Matches(Document.Read(page)).Select(match => (Page: page, Match: match)))
            .Where(block => !block.Match.Groups["fixture"].Success)
            .Select(block => new TheoryDataRow<string, string, string>(block.Page, block.Match.Groups["format"].Value, block.Match.Groups["text"].Value)),
    ];

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(Examples))]
    public void An_example_is_read_without_a_problem_or_a_warning(string page, string format, string text)
    {
        Assert.NotEmpty(page);
        Assert.Empty(SettingsUnderTest.Load(_directory.Write($"settings.{format}", text)).Warnings);
    }

    [Fact]
    public void There_are_examples_in_both_formats()
    {
        Assert.True(Examples.Count(row => row.Data.Item2 == "hcl") >= 10, "only a few examples in HCL were found");
        Assert.True(Examples.Count(row => row.Data.Item2 == "json") >= 3, "only a few examples in JSON were found");
    }

    [Fact]
    public void The_two_spellings_of_the_first_example_say_the_same()
    {
        var first = Examples.Where(row => row.Data.Item1 == "settings.md").Take(2).Select(row => row.Data).ToList();
        Assert.Equal(["hcl", "json"], first.Select(example => example.Item2));
        var settings = first.Select(example => SettingsUnderTest.Read(_directory.Write($"settings.{example.Item2}", example.Item3))).ToList();
        Assert.Equal(settings[0].Consul, settings[1].Consul);
        Assert.Equal(settings[0].Wait, settings[1].Wait);
        Assert.Equal(settings[0].Template[0].Perms, settings[1].Template[0].Perms);
        Assert.Equal(settings[0].Template[0].Check, settings[1].Template[0].Check);
        Assert.Equal(settings[0].Template[0].Command, settings[1].Template[0].Command);
    }

    // A fixture is JSON, too, and no settings.
    [GeneratedRegex("^(?<fixture><!-- fixture -->\n|<!-- file: data\\.json -->\n)?```(?<format>hcl|json)\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
